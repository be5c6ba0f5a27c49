// Handlers wrapped in awslambda.streamifyResponse. The response is collected and sent as a whole, as Invoke returns it
// on AWS too. https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { InvalidStreamingOperation } from "./errors.mjs";

/** @import { Context, Result, StreamingHandler } from "./types.d.ts" */

class ResponseStream extends Writable {
  /** @type {Uint8Array[]} */
  chunks = [];
  contentType = "application/octet-stream";
  started = false;
  /** @type {((write: (chunk: string | Uint8Array) => void) => void) | undefined} */
  _onBeforeFirstWrite;

  setContentType(/** @type {string} */ contentType) {
    if (this.started) throw new InvalidStreamingOperation("Cannot set content-type, too late.");
    this.contentType = contentType;
  }

  /**
   * @override
   * @param {unknown} chunk
   * @param {unknown[]} rest
   */
  write(chunk, ...rest) {
    if (!this.started) {
      this.started = true;
      this._onBeforeFirstWrite?.((prelude) => super.write(prelude));
    }
    const plain = typeof chunk === "string" || chunk instanceof Uint8Array;
    return Reflect.apply(super.write, this, [plain ? chunk : JSON.stringify(chunk), ...rest]);
  }

  /**
   * @override
   * @param {Uint8Array} chunk
   * @param {string} _encoding
   * @param {() => void} done
   */
  _write(chunk, _encoding, done) {
    this.chunks.push(chunk);
    done();
  }
}

/** Puts status, headers and cookies before the body, for function URLs and API Gateway. */
export const HttpResponseStream = {
  /**
   * @param {ResponseStream} stream
   * @param {unknown} prelude
   */
  from(stream, prelude) {
    stream.setContentType("application/vnd.awslambda.http-integration-response");
    stream._onBeforeFirstWrite = (write) => {
      write(JSON.stringify(prelude));
      write(new Uint8Array(8)); // ends the prelude
    };
    return stream;
  },
};

/**
 * @param {StreamingHandler} handler
 * @param {unknown} event
 * @param {Context} context
 * @returns {Promise<Result>}
 */
export async function runStreaming(handler, event, context) {
  const stream = new ResponseStream();
  const ended = finished(stream);
  ended.catch(() => undefined); // awaited below; if the handler throws first, its error takes precedence
  const returned = handler(event, stream, context);
  if (typeof returned?.then !== "function") throw new Error("Streaming does not support non-async handlers.");
  if ((await returned) !== undefined) console.warn("Streaming handlers ignore return values.");
  await ended;
  return { bytes: Buffer.concat(stream.chunks), contentType: stream.contentType };
}
