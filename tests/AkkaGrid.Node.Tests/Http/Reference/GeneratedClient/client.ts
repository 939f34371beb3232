// Each line below "@ts-expect-error" must not compile; each other line must.
import createClient from "openapi-fetch";
import type { components, paths } from "./grid.js";

const grid = createClient<paths>({ baseUrl: "http://127.0.0.1:5000" });

export async function whatCompiles(): Promise<number> {
  const charge = await grid.POST("/charge", {
    body: { vehicle_id: "EV_1", charge_amount: 22, priority: "normal", max_wait: 30, min_charge_amount: 7 },
    headers: { "Idempotency-Key": "a-key" },
  });
  if (charge.error) {
    const type: string | undefined = charge.error.type;
    throw new Error(`${type}: ${charge.error.detail}`);
  }
  const session: components["schemas"]["Session"] | undefined =
    (await grid.GET("/sessions/{id}", { params: { path: { id: charge.data.session_id } } })).data;
  await grid.GET("/sessions", { params: { query: { state: "active", limit: 10 } } });
  await grid.POST("/cluster/leave", {});
  await grid.POST("/store/batch", { body: { puts: { a: "text", b: { value: "/w==", encoding: "base64" } }, deletes: ["c"] } });
  await grid.PATCH("/substations/{id}", { params: { path: { id: "substation_1" } }, body: { max_capacity: null } });
  return session?.remaining_time ?? charge.data.estimated_duration;
}

export async function whatDoesNot(): Promise<void> {
  // @ts-expect-error: no body
  await grid.POST("/charge", {});
  // @ts-expect-error: an empty body
  await grid.POST("/charge", { body: {} });
  // @ts-expect-error: a priority that there is not
  await grid.POST("/charge", { body: { vehicle_id: "EV_1", charge_amount: 22, priority: "urgent" } });
  // @ts-expect-error: a misspelt member
  await grid.POST("/charge", { body: { vehicle_id: "EV_1", charge_amount: 22, priority: "low", max_wiat: 5 } });
  // @ts-expect-error: an empty body of another call
  await grid.POST("/store/snapshot", { body: {} });
  // @ts-expect-error: a parameter that is required
  await grid.GET("/store/explain", {});
  // @ts-expect-error: a state that there is not
  await grid.GET("/sessions", { params: { query: { state: "asleep" } } });
}
