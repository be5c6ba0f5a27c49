import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

export interface VirtualListProps<Row> {
  rows: readonly Row[];
  /** Pixels; every row has the same height. */
  rowHeight: number;
  keyOf: (row: Row) => string;
  render: (row: Row, isSelected: boolean) => ComponentChildren;
  label: string;
  /** Key of the selected row. */
  selected?: string | undefined;
  onSelect: (row: Row) => void;
  /** A key was pressed on the selected row. */
  onKey?: (event: KeyboardEvent, row: Row) => void;
  /** Keeps the end in sight while rows are added. */
  follow?: boolean;
  rowClass?: (row: Row) => string;
}

/** Rows beyond those in sight that are there already. */
const OVERSCAN = 8;

/** A list box that has only those rows in the page which are in sight. */
export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const {
    rows,
    rowHeight,
    keyOf,
    render,
    label,
    selected,
    onSelect,
    onKey,
    follow = false,
    rowClass,
  } = props;
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const place = selected === undefined ? -1 : rows.findIndex((row) => keyOf(row) === selected);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [follow, rows]);
  useEffect(() => {
    const element = box.current;
    if (!element || place < 0) return;
    const [top, bottom] = [place * rowHeight, (place + 1) * rowHeight];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight)
      element.scrollTop = bottom - element.clientHeight;
    // only when another row is selected, not when rows are added
  }, [selected]);

  const from = Math.max(0, Math.floor(view.top / rowHeight) - OVERSCAN);
  const to = Math.min(rows.length, Math.ceil((view.top + view.height) / rowHeight) + OVERSCAN);
  const idOf = (index: number) => `${label.replace(/\W+/g, "-")}-${index}`;

  const move = (index: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (row) onSelect(row);
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(place + 1),
    ArrowUp: () => move(place < 0 ? 0 : place - 1),
    PageDown: () => move(place + Math.floor(view.height / rowHeight)),
    PageUp: () => move(place - Math.floor(view.height / rowHeight)),
    Home: () => move(0),
    End: () => move(rows.length - 1),
  };

  return (
    <div
      class="list"
      ref={box}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={place >= from && place < to ? idOf(place) : undefined}
      onScroll={({ currentTarget }) =>
        setView({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })
      }
      onKeyDown={(event) => {
        const act = keys[event.key];
        if (act) {
          event.preventDefault();
          act();
        } else if (rows[place]) onKey?.(event, rows[place]);
      }}
    >
      <div role="presentation" class="list-spacer" style={{ height: `${rows.length * rowHeight}px` }}>
        {rows.slice(from, to).map((row, offset) => {
          const index = from + offset;
          const isSelected = index === place;
          return (
            // biome-ignore-start lint/a11y: the list box has the focus, and takes the keys
            <div
              key={keyOf(row)}
              id={idOf(index)}
              role="option"
              aria-selected={isSelected}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              class={`row ${rowClass?.(row) ?? ""}`}
              style={{ top: `${index * rowHeight}px`, height: `${rowHeight}px` }}
              onClick={() => onSelect(row)}
            >
              {render(row, isSelected)}
            </div>
            // biome-ignore-end lint/a11y: the list box
          );
        })}
      </div>
    </div>
  );
}
