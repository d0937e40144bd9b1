export const REGIONS = [
  { value: "n", text: "North" },
  { value: "s", text: "South" },
];
