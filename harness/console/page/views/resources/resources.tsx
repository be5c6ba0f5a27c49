import type { ResourceRow, Resources } from "../../../view-shapes.ts";
import { read } from "../../api.ts";
import { Icon, type IconName } from "../../parts/icons.tsx";
import { Empty, Split, Toolbar } from "../../parts/layout.tsx";
import { Show, useLoaded } from "../../parts/resource.tsx";
import { dateTime } from "../../state/format.ts";
import { href, route } from "../../state/route.ts";
import { connection, shortName } from "../../state/store.ts";
import { Bucket } from "./bucket.tsx";
import { Queue } from "./queue.tsx";
import { Table } from "./table.tsx";

export function ResourcesPage() {
  const [, kind, id, place = ""] = route.value;
  const key = `${id} ${place}`;
  const loaded = useLoaded((signal) => read<Resources>("/resources", {}, signal), [connection.value]);
  return (
    <Split
      isOpen={kind !== undefined}
      back={href("resources")}
      list={
        <>
          <Toolbar title="Resources" />
          <div class="scroll">
            <Show loaded={loaded}>{(resources) => <List resources={resources} />}</Show>
          </div>
        </>
      }
      detail={
        kind === "bucket" && id ? (
          <Bucket key={key} name={id} place={place} />
        ) : kind === "queue" && id ? (
          <Queue key={key} url={id} place={place} />
        ) : kind === "table" && id ? (
          <Table key={key} name={id} place={place} />
        ) : (
          <Empty icon="resources" title="Nothing is selected">
            <p>Select a bucket, a queue or a table. Looking changes nothing: no message is received.</p>
          </Empty>
        )
      }
    />
  );
}

function List({ resources: { buckets, queues, tables, secrets } }: { resources: Resources }) {
  if (buckets.length + queues.length + tables.length + secrets.length === 0)
    return (
      <Empty icon="resources" title="No bucket, queue or table">
        <p>Those that the app has appear here once it is deployed.</p>
      </Empty>
    );
  return (
    <>
      <Group title="Buckets" icon="resources" kind="bucket" of={buckets} />
      <Group title="Queues" icon="trace" kind="queue" of={queues} />
      <Group title="Tables" icon="overview" kind="table" of={tables} />
      {secrets.length > 0 && (
        <>
          <h2 class="group-title">Secrets</h2>
          <ul>
            {secrets.map(({ name, place, kind, changedAt }) => (
              <li key={`${name} ${place}`} class="group-entry">
                <Icon name="permissions" />
                <span>
                  <Named name={name} />
                  <small class="muted">
                    {kind}, value hidden{changedAt ? `, changed ${dateTime(changedAt)}` : ""}
                  </small>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const Group = ({
  title,
  icon,
  kind,
  of,
}: {
  title: string;
  icon: IconName;
  kind: string;
  of: readonly ResourceRow[];
}) =>
  of.length === 0 ? null : (
    <>
      <h2 class="group-title">{title}</h2>
      <ul>
        {of.map(({ id, name, place }) => (
          <li key={`${id} ${place}`}>
            <a
              class="group-entry"
              href={href("resources", kind, id, place)}
              aria-current={isOpen(kind, id, place) ? "page" : undefined}
            >
              <Icon name={icon} />
              <span>
                <Named name={name} />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );

function isOpen(...entry: string[]): boolean {
  const shown = route.value.slice(1);
  return entry.every((part, index) => part === shown[index]);
}

/** A name as the app's code has it, and below it the whole one. */
const Named = ({ name }: { name: string }) => (
  <>
    {shortName(name)}
    {shortName(name) !== name && <small class="muted">{name}</small>}
  </>
);
