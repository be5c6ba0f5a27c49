import type { ControlNames } from "../../../view-shapes.ts";
import { read } from "../../api.ts";
import { PageBody, Toolbar } from "../../parts/layout.tsx";
import { Show, useLoaded } from "../../parts/resource.tsx";
import { ClockForm } from "./clock-form.tsx";
import { FaultForm } from "./fault-form.tsx";

export function ControlsPage() {
  const loaded = useLoaded((signal) => read<ControlNames>("/controls/names", {}, signal), []);
  return (
    <div class="page">
      <Toolbar title="Faults and clock" />
      <PageBody extra="forms">
        <Show loaded={loaded}>{(names) => <FaultForm names={names} />}</Show>
        <ClockForm />
        <p class="muted">
          Each ends by itself after its time, also when the console is closed. Tests inject the same with the
          fixtures <code>faults</code> and <code>clock</code>.
        </p>
      </PageBody>
    </div>
  );
}
