import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";

export interface Tab {
  name: string;
  content: () => ComponentChildren;
}

/** Tabs by the pattern of the ARIA Authoring Practices: arrows change the tab. */
export function Tabs({ label, tabs, initial }: { label: string; tabs: readonly Tab[]; initial?: string }) {
  const id = useId();
  const [chosen, choose] = useState(initial);
  const current = tabs.find(({ name }) => name === chosen) ?? tabs[0];
  if (!current) return null;
  const step = (by: number) => {
    const next = tabs[(tabs.indexOf(current) + by + tabs.length) % tabs.length];
    if (!next) return;
    choose(next.name);
    document.getElementById(`${id}-${next.name}`)?.focus();
  };
  return (
    <div class="tabs">
      <div role="tablist" aria-label={label}>
        {tabs.map(({ name }) => (
          <button
            type="button"
            role="tab"
            key={name}
            id={`${id}-${name}`}
            aria-selected={name === current.name}
            aria-controls={`${id}-panel`}
            tabIndex={name === current.name ? 0 : -1}
            onClick={() => choose(name)}
            onKeyDown={({ key }) => {
              if (key === "ArrowRight") step(1);
              if (key === "ArrowLeft") step(-1);
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current.name}`} class="panel">
        {current.content()}
      </div>
    </div>
  );
}
