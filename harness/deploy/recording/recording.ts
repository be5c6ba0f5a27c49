/** What {@link file://./preload.ts} is asked for, as JSON in the variable {@link SETTINGS}. */
export interface PreloadSettings {
  /** The project. */
  root: string;
  /** The folder that each process of the app writes its recording to. */
  recordings: string;
  /** The address of this module: it removes itself from NODE_OPTIONS. */
  self: string;
  /** The folder of results of esbuild that later runs may use; undefined to keep none. */
  kept?: string | undefined;
  /** The process that reads the recording. */
  reader: number;
  /** The socket on which the process waits for its call. Without it, it starts at once. */
  socket?: string | undefined;
  /** What to load before the call. */
  preloaded?: PreloadedModules | undefined;
  /** Whether to record what the app depends on, an {@link InputRecording}, and not how it does its work. */
  inputs?: boolean | undefined;
}

export const SETTINGS = "HARNESS_DEV_PRELOAD";

/** One call of esbuild by the app. */
export interface RecordedBundle {
  /** The main module of the esbuild that the app used; undefined for a call of its command line. */
  esbuild: string | undefined;
  workingFolder: string;
  /** The options of the API; undefined for a call of the command line, which has arguments. */
  options: Record<string, unknown> | undefined;
  /** Arguments of the command line. */
  args: string[] | undefined;
  /** Whether a command, such as `commandHooks` of `NodejsFunction`, ran before it, which may have made what it bundles. */
  afterCommand?: boolean;
  outputs: RecordedOutput[];
}

/** A file that a call of esbuild made. */
export interface RecordedOutput {
  path: string;
  /** Of its content, in base64. */
  sha256: string;
  /** As the call names it; undefined for a part that several share. */
  entryPoint: string | undefined;
  /** The files that it is made of, except those of installed packages. */
  inputs: string[];
}

/** What one process of a CDK app did during a synthesis. Paths are absolute. */
export interface Recording {
  /** The variables that it was called with. */
  variables: Record<string, string>;
  /** Files of the project that it loaded or read. */
  inputs: string[];
  /** Those of the inputs that are its modules. */
  loaded: string[];
  /** Files that it copied into the assembly: from where, to where. */
  copies: [from: string, to: string][];
  bundles: RecordedBundle[];
  /** CommonJS modules of installed packages that it loaded, in order. */
  modules: string[];
  /** Addresses of modules of installed packages that its own modules import, in order. */
  imported: string[];
}

export interface PreloadedModules extends Pick<Recording, "modules" | "imported"> {
  /** Whether the app has modules in TypeScript. */
  isTypeScript: boolean;
}

/** What one process of a CDK app depends on. Paths are absolute. */
export interface InputRecording {
  /** Files and folders that it read, or looked for. */
  looked: string[];
  /** Folders that it listed. */
  listed: string[];
  /** Modules that it loaded or bundled. */
  found: string[];
  /** The variables that it read by their names. */
  variables: string[];
  /** Whether it also read all variables that there are. */
  readsAll: boolean;
  /** What it did that may depend on more, in words. */
  unseen: string[];
}
