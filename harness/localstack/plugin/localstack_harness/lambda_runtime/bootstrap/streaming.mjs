// Handlers wrapped in awslambda.streamifyResponse. The response is collected and sent whole: what Invoke answers on
// AWS too. https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { InvalidStreamingOperation } from "./errors.mjs";

class ResponseStream extends Writable {
  chunks = [];
  contentType = "application/octet-stream";
  started = false;

  setContentType(contentType) {
    if (this.started) throw new InvalidStreamingOperation("Cannot set content-type, too late.");
    this.contentType = contentType;
  }

  write(chunk, ...rest) {
    if (!this.started) {
      this.started = true;
      this._onBeforeFirstWrite?.((prelude) => super.write(prelude));
    }
    const plain = typeof chunk === "string" || chunk instanceof Uint8Array;
    return super.write(plain ? chunk : JSON.stringify(chunk), ...rest);
  }

  _write(chunk, _encoding, done) {
    this.chunks.push(chunk);
    done();
  }
}

/** Puts status, headers and cookies before the body, for function URLs and API Gateway. */
export const HttpResponseStream = {
  from(stream, prelude) {
    stream.setContentType("application/vnd.awslambda.http-integration-response");
    stream._onBeforeFirstWrite = (write) => {
      write(JSON.stringify(prelude));
      write(new Uint8Array(8)); // ends the prelude
    };
    return stream;
  },
};

export async function runStreaming(handler, event, context) {
  const stream = new ResponseStream();
  const ended = finished(stream);
  ended.catch(() => undefined); // awaited below; if the handler throws first, its error is the one that counts
  const returned = handler(event, stream, context);
  if (typeof returned?.then !== "function") throw new Error("Streaming does not support non-async handlers.");
  if ((await returned) !== undefined) console.warn("Streaming handlers ignore return values.");
  await ended;
  return { bytes: Buffer.concat(stream.chunks), contentType: stream.contentType };
}
