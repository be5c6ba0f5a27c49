/** A LocalStack that ended without having been asked to. */
export class LocalStackEnded extends Error {
  override readonly name = "LocalStackEnded";
  /** 128 + n where signal n ended it; missing where that cannot be known. */
  readonly exitCode: number | undefined;

  /** @param about how it ended, and where its log is, as the end of the sentence "localstack …" */
  constructor(about: string, exitCode?: number) {
    super(`localstack ${about}`);
    this.exitCode = exitCode;
  }
}
