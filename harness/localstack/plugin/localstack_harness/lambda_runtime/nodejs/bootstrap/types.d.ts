/** What the modules of the bootstrap pass to each other. */
import type { Writable } from "node:stream";

export type Headers = Record<string, string | undefined>;

export interface Invocation {
  headers: Headers;
  body: string;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface Context extends Record<string, unknown> {
  getRemainingTimeInMillis: () => number;
  /** Only with the rules of nodejs22.x and older. */
  callbackWaitsForEmptyEventLoop?: boolean;
}

/** What a function returned: a value, or the bytes that it streamed. */
export interface Result {
  body?: unknown;
  bytes?: Buffer;
  contentType?: string;
}

type Returned = Promise<unknown> | undefined;

export type Handler = (
  event: unknown,
  context: Context,
  callback?: (error?: unknown, result?: unknown) => void,
) => Returned;

export type StreamingHandler = (event: unknown, stream: Writable, context: Context) => Returned;

/** `act` is called when the event loop is empty. */
export interface Idle {
  act: () => void;
}

/** Where a function finds packages. */
export interface Packages {
  /** The folder of its code. */
  own: string;
  /** The folders of packages in its layers, the first one first. */
  layers: string[];
  /** A pattern of the packages that its runtime comes with. */
  provided: string;
  /** The folders to look in for these, the first one first. */
  providedIn: string[];
}
