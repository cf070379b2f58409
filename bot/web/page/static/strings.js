// Every word that the page itself says, in both languages.

/** @typedef {typeof words.zh} Words */

const words = {
  zh: {
    lang: "zh-Hans",
    name: "文档问答",
    skip: "跳到提问框",
    fresh: "新对话",
    dark: "深色",
    lead: "向你的文档提问。",
    promise: "每句回答都附来源，点开就能对照原文；文档里没有答案时，会直说没有。",
    keys: "按 / 提问，j 和 k 逐条看来源，Esc 关闭来源。",
    turns: "问答",
    ask: "提问",
    question: "你的问题",
    place: "想知道什么？",
    placeNext: "接着问……",
    send: "提问",
    stop: "停止",
    filters: "范围",
    model: "回答方式",
    extractive: "只摘引原文",
    asof: "视作今天是",
    asofHint: "不看此后的文档",
    asofChosen: (date) => `截至 ${date}`,
    kinds: "只看这些来源",
    panel: "来源",
    searching: "正在查找文档……",
    understood: (text) => `理解为：${text}`,
    until: (date) => `截至 ${date}`,
    extracted: "摘引原文",
    generated: (model) => (model ? `由 ${model} 作答，逐句核对过` : "模型作答，逐句核对过"),
    count: (n) => `${n} 个来源`,
    sources: "来源",
    source: (n, title) => `来源 ${n}：${title}`,
    position: (n, all) => `来源 ${n} / ${all}`,
    document: "文档",
    undated: "未注明日期",
    timeline: "时间线",
    newest: "最新",
    apart: (years, months) => (years ? `${years} 年` : "") + (years && months ? " " : "") + (months ? `${months} 个月` : ""),
    conflicts: "来源说法不一",
    refused: "文档里没有答案",
    reason: (text) => `原因：${text}`,
    nearest: "最接近的文档",
    warnings: "说明",
    answered: (text) => `回答：${text}`,
    stopped: "已停止，以上不完整。",
    again: "再试一次",
    close: "关闭",
    before: "上一条来源",
    after: "下一条来源",
    loading: "正在打开原文……",
    changed: "文档在这条引文之后改过，原位置已找不到，以下是当时的引文。",
    missing: "打不开原文，以下是引文。",
    gone: "打不开这篇文档。",
    repaired: "引文已按原文改正",
    whole: "显示全文",
    excerpt: "只看前后文",
    page: "单独打开全文",
    original: (host) => `原网页（${host}）`,
    newTab: "在新标签页打开",
    keyTitle: "需要访问密钥",
    keyWhy: "这台服务器只回答有密钥的人。密钥只留在这个标签页里，关掉就没了。",
    key: "密钥",
    keyUse: "使用",
    keyNot: "取消",
    keyWrong: "这个密钥不对。",
    kind: { official: "官方", news: "新闻", blog: "博客", social: "社交", ai_generated: "AI 生成", unknown: "未知" },
    claim: { reported: "转述", rumour: "传闻", denied: "否认" },
    error: {
      offline: "连不上服务器。请看网络是否通，服务器是否在运行。",
      broken: "回答到一半，连接断了，以上不完整。",
      key: "没有密钥，服务器不回答。",
      busy: (seconds) => `提问的人太多，请过 ${seconds} 秒再试。`,
      unavailable: "服务器暂时不能回答，请稍后再试。",
      long: "问题或对话太长了，请缩短问题或开始新对话。",
      refused: (text) => `服务器不接受这个请求：${text}`,
      other: (text) => `出错了：${text}`,
    },
  },
  en: {
    lang: "en",
    name: "Ask the documents",
    skip: "Skip to the question box",
    fresh: "New conversation",
    dark: "Dark colours",
    lead: "Ask your documents.",
    promise: "Every sentence has its source: open it to read the quote in its place. If the documents hold no answer, you are told so.",
    keys: "Press / to ask, j and k to go through the sources, Esc to close a source.",
    turns: "Questions and answers",
    ask: "Ask",
    question: "Your question",
    place: "What do you want to know?",
    placeNext: "Ask further…",
    send: "Ask",
    stop: "Stop",
    filters: "Scope",
    model: "Answer by",
    extractive: "quotes only",
    asof: "As if today were",
    asofHint: "without later documents",
    asofChosen: (date) => `as of ${date}`,
    kinds: "Only these sources",
    panel: "Source",
    searching: "Looking through the documents…",
    understood: (text) => `Understood as: ${text}`,
    until: (date) => `As of ${date}`,
    extracted: "quoted",
    generated: (model) => (model ? `by ${model}, each sentence checked` : "by a model, each sentence checked"),
    count: (n) => (n === 1 ? "1 source" : `${n} sources`),
    sources: "Sources",
    source: (n, title) => `Source ${n}: ${title}`,
    position: (n, all) => `Source ${n} of ${all}`,
    document: "Document",
    undated: "undated",
    timeline: "Timeline",
    newest: "newest",
    apart: (years, months) => [years && `${years} y`, months && `${months} mo`].filter(Boolean).join(" "),
    conflicts: "The sources disagree",
    refused: "The documents hold no answer",
    reason: (text) => `Why: ${text}`,
    nearest: "Nearest documents",
    warnings: "Notes",
    answered: (text) => `Answer: ${text}`,
    stopped: "Stopped: this is not the whole answer.",
    again: "Try again",
    close: "Close",
    before: "Previous source",
    after: "Next source",
    loading: "Opening the document…",
    changed: "The document has changed since it was quoted and the place is no longer there. This is the quote as it was.",
    missing: "The document cannot be opened. This is the quote.",
    gone: "The document cannot be opened.",
    repaired: "quote corrected to the source's words",
    whole: "Show the whole text",
    excerpt: "Show the passage only",
    page: "Whole text on its own page",
    original: (host) => `Web page (${host})`,
    newTab: "opens in a new tab",
    keyTitle: "A key is needed",
    keyWhy: "This server answers only those who have a key. The key stays in this tab and is gone when you close it.",
    key: "Key",
    keyUse: "Use",
    keyNot: "Cancel",
    keyWrong: "That key is not right.",
    kind: { official: "official", news: "news", blog: "blog", social: "social", ai_generated: "AI-generated", unknown: "unknown" },
    claim: { reported: "reported", rumour: "rumour", denied: "denied" },
    error: {
      offline: "The server cannot be reached. Is the network up, and the server running?",
      broken: "The connection broke off: this is not the whole answer.",
      key: "Without a key the server does not answer.",
      busy: (seconds) => `Too many questions at once: try again in ${seconds} s.`,
      unavailable: "The server cannot answer now: try again soon.",
      long: "The question or the conversation is too long: shorten it, or begin a new one.",
      refused: (text) => `The server does not take this request: ${text}`,
      other: (text) => `Something went wrong: ${text}`,
    },
  },
};

/**
 * The server's warnings, which are English, in Chinese, by the codes of their notices.
 * Others stay as they are.
 * @type {Map<string, (n: number) => string>}
 */
const notices = new Map([
  ["sentences_left_out", (n) => `略去了模型写的 ${n} 句：文档不支持。`],
  ["model_failed", () => "模型没有答成，以上是原文摘录。"],
  ["fewer_passages", () => "模型的上下文太小，只读了一部分段落。"],
  ["answer_cut", () => "回答到了长度上限，不完整。"],
  ["answer_filtered", () => "模型服务器的过滤器中断了回答。"],
  ["thinking_shown", () => "模型的思考没有标明起点，被当成了回答；之后的回答不会这样。"],
  ["no_temperature", () => "这个模型不接受温度 0：同样的问题，回答可能不同。"],
  ["prompt_cut", (n) => `服务器的上下文太小，悄悄截短了给模型的材料（只读了 ${n} 个 token）。`],
  ["parts_left_out", () => "图片等非文字内容没有用到。"],
]);

/**
 * The warnings of an answer in a language.
 * @param {import("./api.js").Answer} rag
 * @param {Words} w
 */
export function warningsIn(rag, w) {
  const known = new Map((rag.notices ?? []).map((n) => [n.text, n]));
  return rag.warnings.map((text) => {
    const notice = known.get(text);
    const say = w === words.zh && notice && notices.get(notice.code);
    return say ? say(Number(notice.n ?? 0)) : text;
  });
}

/**
 * @param {string} lang "zh" or "en"
 * @returns {Words}
 */
export function wordsFor(lang) {
  return words[lang] ?? words.en;
}

/** The language of a text: Chinese if it holds any Han character. @param {string} text */
export function langOf(text) {
  return /\p{Script=Han}/u.test(text) ? "zh" : "en";
}

/**
 * Whether a text is mostly Han, so that lines of even length do not tear it apart.
 * @param {string} text
 */
export function isEven(text) {
  return (text.match(/[\p{Script=Han}\p{P}]/gu)?.length ?? 0) > 0.7 * text.length;
}

/** The HTML lang of a text. @param {string} text */
export function tagOf(text) {
  return wordsFor(langOf(text)).lang;
}

/** The language of the page around the answers. */
export function ownLang() {
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}
