// Building nodes. Nothing here or elsewhere makes HTML of a string.

/**
 * An element. Functions among the attributes are listeners, true and false set and leave
 * out, and null children are left out.
 * @param {string} tag
 * @param {Object<string, string|number|boolean|Function|null|undefined>} [attributes]
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, String(value));
  }
  node.append(...children.filter((c) => c != null && c !== false));
  return node;
}

/** The element with an id. @param {string} id */
export function byId(id) {
  return /** @type {any} */ (document.getElementById(id));
}

/**
 * Text fit for a line of the page: controls, and signs that turn its direction, are taken
 * out, for a title must not disguise what follows it.
 * @param {unknown} text
 * @returns {string}
 */
export function line(text) {
  return String(text ?? "").replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
}

/**
 * An address that may be linked to: http or https, and no user name to deceive by.
 * @param {unknown} address
 * @returns {URL|null}
 */
export function webURL(address) {
  if (typeof address !== "string" || /[\s"'<>\\`{}|^]/.test(address.trim())) return null;
  try {
    const url = new URL(address.trim());
    const web = url.protocol === "http:" || url.protocol === "https:";
    return web && url.hostname && !url.username && !url.password ? url : null;
  } catch {
    return null;
  }
}

/**
 * A link that opens in a new tab and tells the other side nothing.
 * @param {URL} url
 * @param {string} text
 * @param {string} hint said to those who do not see it
 */
export function link(url, text, hint) {
  return el("a", { href: url.href, target: "_blank", rel: "noreferrer noopener" }, text, el("span", { class: "unseen" }, ` (${hint})`));
}
