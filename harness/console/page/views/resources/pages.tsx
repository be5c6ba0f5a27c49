/** Leads to the next and the previous page of what is read in pages; nothing where one page holds it all. */
export const Pages = ({
  starts,
  next,
  onStarts,
}: {
  /** Where each page after the first one starts. */
  starts: readonly string[];
  next: string | null;
  onStarts: (starts: string[]) => void;
}) =>
  starts.length === 0 && next === null ? null : (
    <div class="actions">
      <button
        type="button"
        class="button"
        disabled={starts.length === 0}
        onClick={() => onStarts(starts.slice(0, -1))}
      >
        Back
      </button>
      <button
        type="button"
        class="button"
        disabled={next === null}
        onClick={() => next !== null && onStarts([...starts, next])}
      >
        More
      </button>
    </div>
  );
