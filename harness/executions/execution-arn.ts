/** The ARN of a state machine's execution of this name, which a state machine has only once. */
export const executionArn = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;

/** The ARN of the state machine of an execution. */
export const stateMachineOf = (executionArn: string): string =>
  executionArn.replace(/:execution:([^:]+):.*$/, ":stateMachine:$1");
