/**
 * How a web page can have its reader's browser send a request to another origin. Each is a function in the page's own
 * world: it gets the address, and for those that send something, a body of text.
 */
type Way = (address: string, body: string) => unknown;

const append = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Record<string, string>) => {
  const element = document.createElement(tag);
  document.body.append(Object.assign(element, attributes));
  return element;
};

/** Its fields are the body's; those of a form with GET are the address's. */
const form = (method: string, enctype: string) => (address: string, body: string) => {
  const frame = append("iframe", { name: `frame${Math.random()}` });
  const sent = append("form", { method, enctype, action: address, target: frame.name });
  const [name = "", ...rest] = body.split("=");
  const fields = method === "get" ? new URL(address).searchParams : new URLSearchParams(body);
  for (const [key, value] of enctype === "text/plain" ? [[name, rest.join("=")]] : fields) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: key, value });
    sent.append(input);
  }
  sent.submit();
};

const withText = (body: string): RequestInit => ({ method: "POST", body });

/** They ask with GET. */
export const GETTING: Record<string, Way> = {
  "an image": (src) => append("img", { src }),
  "an image without a referrer": (src) => append("img", { src, referrerPolicy: "no-referrer" }),
  "a script": (src) => append("script", { src }),
  "a script with CORS": (src) => append("script", { src, crossOrigin: "use-credentials" }),
  "a style sheet": (href) => append("link", { rel: "stylesheet", href }),
  "a picture in a style": (src) => append("div", { style: `background: url("${src}")`, innerText: "x" }),
  "a sound": (src) => append("audio", { src, autoplay: "true" }),
  "an embedded object": (data) => append("object", { data }),
  "an iframe": (src) => append("iframe", { src }),
  "a sandboxed iframe": (src) => append("iframe", { src, sandbox: "allow-scripts" }),
  "a form with GET": form("get", ""),
  "a window": (address) => window.open(address, "_blank", "noreferrer"),
  "a redirect to it": (address) =>
    append("img", { src: `/redirect?to=${encodeURIComponent(address)}`, referrerPolicy: "no-referrer" }),
  "fetch without CORS": (address) => fetch(address, { mode: "no-cors", referrerPolicy: "no-referrer" }),
  "fetch with CORS": (address) => fetch(address),
  XMLHttpRequest: (address) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.send();
  },
  "server-sent events": (address) => {
    const events = new EventSource(address);
    events.onerror = () => events.close();
  },
  "a worker": (address) => {
    const code = `importScripts(${JSON.stringify(address)})`;
    new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  },
  "a service worker": async (address) => {
    const registration = await navigator.serviceWorker.register("/service-worker.js");
    const worker = registration.active ?? registration.waiting ?? registration.installing;
    worker?.postMessage({ address });
  },
  "a WebSocket": (address) => new WebSocket(address.replace(/^http/, "ws")),
};

/** They send something. */
export const SENDING: Record<string, Way> = {
  "a form": form("post", "application/x-www-form-urlencoded"),
  "a form as plain text": form("post", "text/plain"),
  "a form as multipart": form("post", "multipart/form-data"),
  "a beacon": (address, body) => navigator.sendBeacon(address, body),
  "fetch without CORS": (address, body) => fetch(address, { ...withText(body), mode: "no-cors" }),
  "fetch with CORS": (address, body) => fetch(address, withText(body)),
  "fetch that is kept alive": (address, body) => fetch(address, { ...withText(body), keepalive: true }),
  "fetch with a preflight": (address, body) =>
    fetch(address, { ...withText(body), headers: { "content-type": "application/json" } }),
  "PUT with a preflight": (address, body) => fetch(address, { ...withText(body), method: "PUT" }),
  "DELETE with a preflight": (address) => fetch(address, { method: "DELETE" }),
};

/** What a hostile page tries: one of the ways, an address, and what to send. */
export interface Attempt {
  way: string;
  address: string;
  body: string;
}

/** Tries each. Some a browser does not let any page do: those throw, and that is that. */
export function tryEach(attempts: readonly Attempt[]): void {
  for (const { way, address, body } of attempts) {
    const attempt = async () => (body ? SENDING : GETTING)[way]?.(address, body);
    attempt().catch(() => {});
  }
}
