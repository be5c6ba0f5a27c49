import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icons.tsx";

/** A list beside what is selected in it; on narrow screens one of the two. */
export const Split = ({
  list,
  detail,
  isOpen,
  back,
}: {
  list: ComponentChildren;
  detail: ComponentChildren;
  isOpen: boolean;
  /** Address of the list alone. */
  back: string;
}) => (
  <div class={`split ${isOpen ? "split-open" : ""}`}>
    <section class="split-list">{list}</section>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
    <section class="split-detail" tabIndex={0} aria-label="Details">
      {isOpen && (
        <a class="split-back button quiet" href={back} data-close>
          <Icon name="back" /> Back to the list
        </a>
      )}
      {detail}
    </section>
  </div>
);

/** What a view shows below its toolbar. It scrolls, so that it has to be reached by keyboard. */
export const PageBody = ({ extra = "", children }: { extra?: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
  <section class={`page-body ${extra}`} tabIndex={0} aria-label="Content">
    {children}
  </section>
);

export const Toolbar = ({ title, children }: { title: string; children?: ComponentChildren }) => (
  <header class="toolbar">
    <h1>{title}</h1>
    {children}
  </header>
);

export const Search = ({
  label,
  value,
  onInput,
}: {
  label: string;
  value: string;
  onInput: (text: string) => void;
}) => (
  <label class="search">
    <span class="hidden">{label}</span>
    <Icon name="search" />
    <input
      type="search"
      placeholder={label}
      value={value}
      data-search
      onInput={({ currentTarget }) => onInput(currentTarget.value)}
    />
  </label>
);

/** Says what to do where there is nothing to show. */
export const Empty = ({
  icon,
  title,
  children,
}: {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
}) => (
  <div class="empty">
    <Icon name={icon} />
    <h2>{title}</h2>
    <div>{children}</div>
  </div>
);

/** What went wrong, and with it the way out. */
export const Trouble = ({ error }: { error: unknown }) => (
  <p class="trouble" role="alert">
    {error instanceof Error ? error.message : String(error)}
  </p>
);

export const Status = ({ value }: { value: string }) => {
  const tone =
    {
      SUCCEEDED: "good",
      RUNNING: "busy",
      FAILED: "bad",
      TIMED_OUT: "bad",
      ABORTED: "muted",
      done: "good",
      running: "busy",
      caught: "warn",
      failed: "bad",
      stopped: "muted",
    }[value] ?? "muted";
  return <span class={`status ${tone}`}>{value.toLowerCase().replaceAll("_", " ")}</span>;
};

/** Facts as a description list; those without a value are left out. */
export const Facts = ({ of }: { of: readonly (readonly [name: string, value: ComponentChildren])[] }) => (
  <dl class="facts">
    {of.map(([name, value]) =>
      value === undefined || value === null || value === false || value === "" ? null : (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ),
    )}
  </dl>
);
