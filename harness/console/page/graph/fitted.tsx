import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

export interface FittedProps {
  label: string;
  /** Pixels of the picture. */
  width: number;
  height: number;
  children: ComponentChildren;
}

/** Smaller ones cannot be read: they scroll. */
const SMALLEST = 0.6;

/** A picture that is made smaller where there is little room. */
export function Fitted({ label, width, height, children }: FittedProps) {
  const box = useRef<HTMLElement>(null);
  const [room, setRoom] = useState(width);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setRoom(element.clientWidth - 10));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const scale = Math.max(SMALLEST, Math.min(1, room / width));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keyboard
    <section class="graph-scroll" ref={box} tabIndex={0} aria-label={label}>
      <div class="graph-fit" style={{ width: `${width * scale}px`, height: `${height * scale}px` }}>
        <div
          class="graph"
          style={{ width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` }}
        >
          {children}
        </div>
      </div>
    </section>
  );
}
