import { HarnessError } from "../core/errors.ts";

/** A LocalStack that ended without having been asked to, or that does nothing any more. */
export class LocalStackEnded extends HarnessError {
  override readonly name = "LocalStackEnded";
  /** 128 + n where signal n ended it; missing where that cannot be known. */
  readonly exitCode: number | undefined;

  /**
   * @param about how it ended, and where its log is, as the end of the sentence "localstack …"
   * @param title of the emulator that it is
   */
  constructor(about: string, exitCode?: number, title = "LocalStack") {
    super("LOCALSTACK_ENDED", `${title.toLowerCase()} ${about}`);
    this.exitCode = exitCode;
  }
}
