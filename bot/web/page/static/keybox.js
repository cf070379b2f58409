// Asking for the key of a server that wants one.

import { useKey } from "./api.js";
import { byId } from "./dom.js";

/**
 * Asks for a key and keeps it. False: none was given.
 * @param {string} wrong why the one before was of no use; empty if there was none
 * @returns {Promise<boolean>}
 */
export function askKey(wrong) {
  const box = byId("keybox");
  const field = byId("key");
  byId("keywrong").textContent = wrong;
  field.value = "";
  box.returnValue = "";
  if (!box.open) box.showModal();
  field.focus();
  return new Promise((resolve) => {
    const submit = (event) => {
      event.preventDefault();
      const key = field.value.trim();
      if (!key) return;
      useKey(key);
      box.close("use");
    };
    const cancel = () => box.close("");
    byId("keyform").addEventListener("submit", submit);
    byId("keynot").addEventListener("click", cancel);
    const closed = () => {
      byId("keyform").removeEventListener("submit", submit);
      byId("keynot").removeEventListener("click", cancel);
      field.value = "";
      resolve(box.returnValue === "use");
    };
    box.addEventListener("close", closed, { once: true });
  });
}
