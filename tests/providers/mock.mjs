// aimock with an editor behind it that finds `falsch` and makes it `richtig`, in whatever format it is
// asked: node mock.mjs FOLDER_OF_AIMOCK PORT. What goes wrong first is in the name of the model, before
// the first `-`.
import { pathToFileURL } from "node:url";

const [folder, port] = process.argv.slice(2);
const { LLMock } = await import(pathToFileURL(`${folder}/dist/index.js`));
const usage = { prompt_tokens: 100, completion_tokens: 40, total_tokens: 140 };
const asked = new Map();

const failed = (status, type, message, more) => ({ error: { type, message }, status, ...more });
// What happens to the first question; those after it are answered.
const once = {
  good: null,
  throttled: failed(429, "rate_limit_error", "slow down", { retryAfter: 1 }),
  overloaded: failed(529, "overloaded_error", "overloaded"),
  unavailable: failed(503, "api_error", "try again"),
  cut: { content: '{"items":[{"id":', finishReason: "length", usage },
  filtered: { content: "", finishReason: "content_filter", usage },
  long: failed(400, "context_length_exceeded", "too long"),
  schemaless: failed(400, "invalid_request_error", "response_format, output_config or toolConfig is unknown"),
};
// What happens to all of them.
const always = {
  denied: failed(401, "authentication_error", "no such key"),
  unknown: failed(404, "not_found_error", "no such model"),
  poor: failed(429, "insufficient_quota", "pay first"),
  chatty: { content: "I would rather not.", usage },
};

// What aimock's own chaos does to the first question.
const chaos = {
  dropped: { dropRate: 1 },
  malformed: { malformedRate: 1 },
  limited: { rateLimitRate: 1 },
  disconnected: { disconnectRate: 1 },
};

const text = (content) => (Array.isArray(content) ? content.map((part) => part.text ?? "").join("") : content);

function edited(segment) {
  const item = { id: segment.id, anchor: [...segment.src].slice(0, 24).join("") };
  if (!segment.tgt.includes("falsch")) return { ...item, verdict: "ok", issues: [], revised: "", note: "" };
  const issue = { cat: "accuracy/mistranslation", sev: "major", src_span: "", tgt_span: "falsch", why: "Opposite." };
  const revised = segment.tgt.replaceAll("falsch", "richtig");
  return { ...item, verdict: "revise", issues: [issue], revised, note: "N." };
}

// As a verifier: for the version with fewer `falsch`, or for neither.
function compared(pair) {
  const [a, b] = [pair.a, pair.b].map((version) => version.split("falsch").length);
  const better = a === b ? "tie" : a < b ? "a" : "b";
  return { id: pair.id, anchor: [...pair.src].slice(0, 24).join(""), a_errors: "", b_errors: "", better };
}

// What a question is about, under the head of its last part; `null` if it has none of this name.
function work(user, head) {
  const at = user.lastIndexOf(head);
  return at < 0 ? null : JSON.parse(user.slice(at + head.length));
}

function answer(request) {
  const script = request.model.split("-")[0];
  const number = asked.get(request.model) ?? 0;
  asked.set(request.model, number + 1);
  if (always[script]) return always[script];
  if (number === 0 && once[script]) return once[script];
  const user = text(request.messages.filter((message) => message.role === "user").at(-1).content);
  const said = work(user, "PAIRS\n")?.map(compared) ?? work(user, "SEGMENTS\n")?.map(edited);
  if (!said) return { content: '{"ok":true}', usage };
  const items = { items: said };
  const tool = request.tools?.[0]?.function?.name;
  if (tool) return { toolCalls: [{ name: tool, arguments: JSON.stringify(items) }], usage };
  const json = JSON.stringify(items);
  return { content: script === "fenced" ? `Here it is:\n\`\`\`json\n${json}\n\`\`\`` : json, usage };
}

const mock = new LLMock({ port: Number(port), strict: true, logLevel: "silent" });
for (const [script, rates] of Object.entries(chaos)) {
  const met = new Set();
  const predicate = ({ model }) => model.startsWith(`${script}-`) && !met.has(model) && met.add(model).size > 0;
  mock.addFixture({ match: { predicate }, response: { content: "never sent" }, chaos: rates });
}
mock.addFixture({ match: {}, response: answer });
await mock.start();
console.log(`ready at ${mock.url}`);
