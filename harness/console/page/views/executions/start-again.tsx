import { useEffect, useId, useRef, useState } from "preact/hooks";
import { change } from "../../api.ts";
import { Action } from "../../parts/action.tsx";
import { go, href } from "../../state/route.ts";
import { shortName } from "../../state/store.ts";

export interface StartAgainProps {
  stateMachineArn: string;
  input: unknown;
  onClose: () => void;
}

/** Starts another execution with the same input, or with another one. */
export function StartAgain({ stateMachineArn, input, onClose }: StartAgainProps) {
  const [text, setText] = useState(JSON.stringify(input ?? {}, undefined, 2));
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const fault = faultIn(text);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby={`${id}-title`} onClose={onClose}>
      <h2 id={`${id}-title`} class="dialog-title">
        Start {shortName(stateMachineArn)} again
      </h2>
      <label for={`${id}-input`}>Input</label>
      <textarea
        id={`${id}-input`}
        class="code"
        rows={14}
        spellcheck={false}
        value={text}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-fault`}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <p id={`${id}-fault`} class="bad-text">
        {fault}
      </p>
      <div class="actions">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          Cancel
        </button>
        <Action
          kind="primary"
          icon="play"
          done="The execution is started."
          disabled={fault !== undefined}
          act={async () => {
            const { arn } = await change<{ arn: string }>("POST", "/executions/start", {
              stateMachineArn,
              input: text,
            });
            dialog.current?.close();
            go(href("executions", arn));
          }}
        >
          Start
        </Action>
      </div>
    </dialog>
  );
}

function faultIn(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `This is not JSON: ${(error as Error).message}`;
  }
}
