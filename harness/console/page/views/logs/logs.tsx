import { useState } from "preact/hooks";
import { Empty, Search, Toolbar } from "../../parts/layout.tsx";
import { count } from "../../state/format.ts";
import { loaded, logs, shortName } from "../../state/store.ts";
import { LEVELS, type Level, levelOf } from "./level.ts";
import { LogLines } from "./log-lines.tsx";

export function Logs() {
  const [search, setSearch] = useState("");
  const [group, setGroup] = useState("");
  const [level, setLevel] = useState<Level | "" | "quiet">("quiet");
  const [isFollowing, setFollowing] = useState(true);
  const [heldAt, setHeldAt] = useState(0);
  const all = logs.all.value;
  const groups = [...new Set(all.map((line) => line.group))].sort();
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (found: Level): boolean =>
    level === "" ||
    (level === "quiet" ? found !== "platform" : LEVELS.indexOf(found) <= LEVELS.indexOf(level));
  const rows = all.filter(
    (line) =>
      (isFollowing || line.seq <= heldAt) &&
      (group === "" || line.group === group) &&
      words.every((word) => `${line.message} ${line.group}`.toLowerCase().includes(word)) &&
      fits(levelOf(line)),
  );
  return (
    <div class="page">
      <Toolbar title="Logs">
        <Search label="Search log lines" value={search} onInput={setSearch} />
        <select
          aria-label="Log group"
          value={group}
          onChange={({ currentTarget }) => setGroup(currentTarget.value)}
        >
          <option value="">every log group</option>
          {groups.map((name) => (
            <option key={name} value={name} title={name}>
              {shortName(name)}
            </option>
          ))}
        </select>
        <select
          aria-label="Level"
          value={level}
          onChange={({ currentTarget }) => setLevel(currentTarget.value as Level)}
        >
          <option value="">every line</option>
          <option value="quiet">without START, END, REPORT</option>
          <option value="info">info and above</option>
          <option value="warn">warnings and errors</option>
          <option value="error">errors</option>
        </select>
        <label class="check">
          <input
            type="checkbox"
            checked={isFollowing}
            onChange={({ currentTarget }) => {
              setFollowing(currentTarget.checked);
              setHeldAt(all.at(-1)?.seq ?? 0);
            }}
          />
          Follow
        </label>
      </Toolbar>
      {rows.length === 0 && loaded.value ? (
        <Empty icon="logs" title={all.length > 0 ? "No line fits" : "No log line yet"}>
          <p>
            {all.length > 0
              ? "Choose another log group or level, or search for other words."
              : "What functions, state machines and APIs log appears here by itself. Use the app."}
          </p>
        </Empty>
      ) : (
        <LogLines lines={rows} follow={isFollowing} />
      )}
      <p class="list-foot">
        {count(rows.length, "line")}, the last 5,000 are kept here; the command logs shows all
      </p>
    </div>
  );
}
