// Holds the objects in a file of JSON, an array, to the schemas of the Kubernetes API. Says what is wrong, and exits with 1 then.
import { readFileSync } from "node:fs";

let faults = 0;
for (const object of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const kinds = await import(`kubernetes-models/${object.apiVersion}`);
  try {
    new kinds[object.kind](object).validate();
  } catch (error) {
    console.error(`${object.kind} ${object.metadata?.name}: ${error.message}`);
    faults++;
  }
}
process.exitCode = faults > 0 ? 1 : 0;
