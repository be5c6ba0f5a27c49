import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { say } from "./announce.tsx";
import { Icon, type IconName } from "./icons.tsx";

export interface ActionProps {
  icon?: IconName;
  children: ComponentChildren;
  /** Said when it is done. */
  done: string;
  act: () => Promise<unknown>;
  kind?: "primary" | "danger" | "quiet" | undefined;
  disabled?: boolean;
  title?: string;
  /** Where the content is only an icon. */
  label?: string;
}

/** A button that changes something; says that it was done, or why not. */
export function Action({ icon, children, done, act, kind, disabled = false, title, label }: ActionProps) {
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await act();
      say(done);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error), "bad");
    } finally {
      setBusy(false);
    }
  };
  return (
    <button
      type="button"
      class={`button ${kind ?? ""}`}
      disabled={disabled || isBusy}
      title={title}
      aria-label={label}
      onClick={() => void run()}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
