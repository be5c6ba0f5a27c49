import { SourceMap } from "node:module";
import { posix } from "node:path";
import { GetFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { unzipSync } from "fflate";
import { type AccountRegion, clientConfig } from "../../aws/client-config.ts";
import { directFetch } from "../../core/loopback.ts";
import { placeOf } from "./places.ts";

const INLINE = /\/\/[#@]\s*sourceMappingURL=(\S+)\s*$/;
/** `at handler (/var/task/index.js:12:34)`, `file:///var/task/index.mjs:12:34` */
const PLACE = /(?:file:\/\/)?((?:\/[\w.@-]+)*\/)([\w.@-]+\.[cm]?js):(\d+):(\d+)/g;

interface Package {
  codeSha256: string;
  files: Map<string, string>;
  maps: Map<string, SourceMap | undefined>;
}

/** Finds the places in the sources of functions, by the source maps in their packages. */
export class SourceMaps {
  readonly #endpoint: string;
  readonly #packages = new Map<string, Package>();

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /** The text with each place in the function's code as a place in its sources, where a source map knows it. */
  async mapped(functionName: string, place: AccountRegion, text: string): Promise<string> {
    const files = [...text.matchAll(PLACE)].map(([, , file]) => file);
    if (files.length === 0) return text;
    const code = await this.#package(functionName, place);
    return text.replace(PLACE, (found, _folder: string, file: string, line: string, column: string) => {
      const place = mapOf(code, file)?.findEntry(Number(line) - 1, Number(column) - 1);
      if (!place || !("originalSource" in place)) return found;
      return `${inProject(place.originalSource)}:${place.originalLine + 1}:${place.originalColumn + 1}`;
    });
  }

  async #package(name: string, place: AccountRegion): Promise<Package> {
    const client = new LambdaClient(clientConfig(this.#endpoint, place));
    const key = `${name} ${placeOf(place)}`;
    try {
      const { Code, Configuration } = await client.send(new GetFunctionCommand({ FunctionName: name }));
      const codeSha256 = Configuration?.CodeSha256 ?? "";
      const known = this.#packages.get(key);
      if (known?.codeSha256 === codeSha256) return known;
      const zip = new Uint8Array(await (await directFetch(Code?.Location ?? "")).arrayBuffer());
      const wanted = unzipSync(zip, {
        filter: ({ name: file }) => /\.[cm]?js(\.map)?$/.test(file) && !file.includes("node_modules/"),
      });
      const decoder = new TextDecoder();
      const files = new Map(
        Object.entries(wanted).map(([file, content]) => [posix.basename(file), decoder.decode(content)]),
      );
      const read: Package = { codeSha256, files, maps: new Map() };
      this.#packages.set(key, read);
      return read;
    } finally {
      client.destroy();
    }
  }
}

/** Without the way from the folder in which a bundle was made to the project. */
export const inProject = (source: string): string => posix.normalize(source).replace(/^(?:\.\.\/)+/, "");

function mapOf(code: Package, file: string): SourceMap | undefined {
  if (!code.maps.has(file)) code.maps.set(file, readMap(code, file));
  return code.maps.get(file);
}

function readMap({ files }: Package, file: string): SourceMap | undefined {
  const address = INLINE.exec(files.get(file) ?? "")?.[1] ?? `${file}.map`;
  const inline = /^data:application\/json[^,]*;base64,(.*)$/.exec(address)?.[1];
  const text =
    inline === undefined ? files.get(posix.basename(address)) : Buffer.from(inline, "base64").toString();
  return text === undefined ? undefined : new SourceMap(JSON.parse(text));
}
