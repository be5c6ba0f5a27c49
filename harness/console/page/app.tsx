import { useEffect, useRef } from "preact/hooks";
import { Announcement } from "./parts/announce.tsx";
import { Icon } from "./parts/icons.tsx";
import { Empty } from "./parts/layout.tsx";
import { Help, showHelp } from "./shortcuts.tsx";
import { zoneName } from "./state/format.ts";
import { href, route } from "./state/route.ts";
import { isRead, type Theme, theme } from "./state/settings.ts";
import { connection, endpoint, executions, faults, mails, trouble } from "./state/store.ts";
import { Controls } from "./views/controls/active.tsx";
import { VIEWS } from "./views.ts";

export function App() {
  const view = VIEWS.find(({ path }) => path === route.value[0]) ?? VIEWS[0];
  if (!view) return null;
  const Content = view.component;
  document.title = `${view.title} · Console`;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Navigation current={view.path} />
      <div class="stage">
        <Connection />
        <Controls />
        <main id="main" tabIndex={-1} key={view.path}>
          {connection.value === "closed" ? <Closed /> : <Content />}
        </main>
      </div>
      <Announcement />
      <Help />
    </>
  );
}

function Navigation({ current }: { current: string }) {
  const list = useRef<HTMLUListElement>(null);
  // on narrow screens the views are in one row that scrolls
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [current]);
  const counts: Record<string, number> = {
    inbox: mails.all.value.filter(({ id }) => !isRead(id)).length,
    executions: executions.all.value.filter(({ endedAt }) => endedAt === null).length,
    controls: faults.value.length,
  };
  return (
    <nav class="navigation" aria-label="Views">
      <div class="brand">
        <span class={`dot ${connection.value}`} />
        <span>
          <strong>Console</strong>
          <small>{endpoint.value.replace(/^https?:\/\//, "")}</small>
        </span>
      </div>
      <ul ref={list}>
        {VIEWS.map(({ path, title, icon }, index) => (
          <li key={path}>
            <a
              href={href(path)}
              aria-current={path === current ? "page" : undefined}
              title={`${title} (${index + 1})`}
            >
              <Icon name={icon} />
              <span>{title}</span>
              {counts[path] ? <Badge path={path} count={counts[path]} /> : null}
            </a>
          </li>
        ))}
      </ul>
      <footer>
        <p title="Times are in your browser's time zone">Times in {zoneName()}</p>
        <ThemeChoice />
        <button type="button" class="button quiet" onClick={showHelp}>
          <Icon name="help" /> Keyboard
        </button>
      </footer>
    </nav>
  );
}

const MEANING: Record<string, string> = { inbox: "unread", executions: "running", controls: "active" };

const Badge = ({ path, count }: { path: string; count: number }) => (
  <span class="badge">
    {count > 999 ? "999+" : count}
    <span class="hidden"> {MEANING[path]}</span>
  </span>
);

const ThemeChoice = () => (
  <label class="theme">
    <span>Theme</span>
    <select
      value={theme.value}
      onChange={({ currentTarget }) => (theme.value = currentTarget.value as Theme)}
    >
      <option value="auto">as the system</option>
      <option value="light">light</option>
      <option value="dark">dark</option>
    </select>
  </label>
);

/** Says what is wrong with the connection, and what happens next. */
function Connection() {
  const text = {
    up: "",
    connecting: "",
    closed: "",
    lost: "The console does not answer. It was stopped, or is being started again: this page goes on when it is back.",
    down: `LocalStack does not answer. This page goes on when it is back. ${trouble.value}`,
    "no-plugin": trouble.value,
  }[connection.value];
  return (
    <div class="connection" role="status" aria-live="polite">
      {text && <p>{text}</p>}
    </div>
  );
}

const Closed = () => (
  <Empty icon="close" title="This session has ended">
    <p>
      The console was started again. Open the address that the command printed as <b>Console</b>, or run{" "}
      <code>npx localstack-harness console</code>.
    </p>
  </Empty>
);
