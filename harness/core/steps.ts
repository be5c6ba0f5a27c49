/** One step of a command, shown with its progress and the time it took. */
export interface Step {
  /** What is done, as a headline: "Deploy the stacks". */
  title: string;
  /**
   * Does it. `report` shows what it is busy with; what is returned, if anything, is the outcome.
   * @throws the error of the step; later steps do not run
   */
  run(report: (progress: string) => void): Promise<string | undefined>;
}
