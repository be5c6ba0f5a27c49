import { environment } from "../environment.ts";
import { executionName } from "../reminder.ts";

export const stateMachineArn = () => environment("STATE_MACHINE_ARN");

/** The ARN of a reminder's execution, made from that of its state machine. */
export const executionArn = (id: string, attempt = 0) =>
  `${stateMachineArn().replace(":stateMachine:", ":execution:")}:${executionName(id, attempt)}`;
