// Drives the page of `askwell serve` in a real browser: drop a file, read a finding, write a rule, take it away; and holds
// every page against WCAG 2.2 AA with axe, in light and in dark, wide and at 320 px.
//
//   node tests/browser/run.mjs target/debug/askwell
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browserPath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

if (!browserPath) {
  console.log("SKIPPED: there is no Chromium to drive.");
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "askwell-browser-"));
const askwell = resolve(process.argv[2] ?? join(root, "target/debug/askwell"));
const server = spawn(askwell, ["serve", "--no-open"], { stdio: ["ignore", "pipe", "inherit"], cwd: folder });
const url = await new Promise((found, failed) => {
  let said = "";
  server.stdout.on("data", (more) => {
    said += more;
    const address = said.match(/http:\/\/\S+/);
    if (address) found(address[0]);
  });
  server.on("exit", () => failed(new Error(`askwell serve ended: ${said}`)));
});
const browser = await chromium.launch({ executablePath: browserPath, args: FLAGS });

let failures = 0;
async function test(name, options, steps) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30000);
  const wrong = [];
  const outside = [];
  page.on("console", (message) => { if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) wrong.push(message.text()); });
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("request", (request) => { if (!request.url().startsWith(url) && !/^(blob|data|file):/.test(request.url())) outside.push(request.url()); });
  try {
    await steps(page, context, wrong);
    assert.deepEqual(wrong, [], "the browser complains about nothing");
    assert.deepEqual(outside, [], "nothing is asked of anybody else");
    console.log(`ok    ${name}`);
  } catch (error) {
    failures += 1;
    console.log(`FAILS ${name}\n      ${String(error.message).split("\n").join("\n      ")}`);
    const picture = join(tmpdir(), `askwell-${failures}.png`);
    await page.screenshot({ path: picture, fullPage: true }).catch(() => {});
    console.log(`      as it looked: ${picture}`);
  }
  await context.close();
}

/** No violation of WCAG 2.2 A and AA, or of what axe holds to be good practice. */
async function accessible(page, what) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  const told = found.violations.map((violation) => `${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ")}`);
  assert.deepEqual(told, [], what);
}

/** Nothing has to be scrolled sideways to be read. */
async function fits(page, what) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${what} is ${over} px too wide`);
}

const fixture = (path) => join(root, "fixtures", path);
async function check(page) {
  await page.goto(url);
  await page.setInputFiles("#files", [fixture("gp-registration/about-you.html"), fixture("vaccination-consent/gender.html")]);
  await page.click("button:has-text('Check')");
  await page.waitForSelector("h1:has-text('What people meet')");
}

/** Fills in a rule about a question. */
async function write(page) {
  await page.goto(`${url}write`);
  await page.check("text=a question that is asked badly, such as gender with two answers");
  await page.check("#topics >> text=/^gender or gender identity$/");
  await page.check("#wrong >> text=an answer is missing");
  await page.check("#names >> text=/^a way to decline$/");
  await page.fill("#flag", "What is your gender?\n- Man\n- Woman\n- Non-binary\n- Another gender: ____");
  await page.fill("#pass", "What is your gender?\n- Man\n- Woman\n- Non-binary\n- Another gender: ____\n- Prefer not to say");
  await page.fill("#title", "Nobody can keep their gender to themselves");
  await page.fill("#message", "People cannot keep this to themselves.");
  await page.fill("#instead", "Add “Prefer not to say”.");
  await page.fill("#why", "Some people are not safe to tell.");
  await page.check("#sources .choice input >> nth=0");
}

await test("a dropped file is read, and a finding told", {}, async (page) => {
  await page.goto(url);
  const text = readFileSync(fixture("gp-registration/about-you.html"), "utf8");
  const transfer = await page.evaluateHandle((words) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([words], "about-you.html", { type: "text/html" }));
    transfer.items.add(new File(["x"], "picture.png"));
    return transfer;
  }, text);
  await page.dispatchEvent("[data-drop]", "drop", { dataTransfer: transfer });
  await page.waitForSelector("text=1 file is ready; 1 that hold no form were left out");
  await page.click("button:has-text('Check')");
  await page.waitForSelector("h1:has-text('What people meet')");
  const finding = page.locator("article.met", { hasText: "What is your gender?" });
  await finding.locator("text=the only genders offered are two").waitFor();
  assert.match(await finding.innerText(), /Instead[\s\S]*Non-binary[\s\S]*Why[\s\S]*Guidance/);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1", "the heading has the focus");
});

await test("a folder is read with all that is in it", {}, async (page) => {
  await page.goto(url);
  await page.setInputFiles("#folder", fixture("vaccination-consent"));
  await page.click("button:has-text('Check')");
  await page.waitForSelector("h1:has-text('What people meet')");
  await page.waitForSelector("h2:has-text('vaccination-consent/gender.html')");
});

await test("what to write instead can be copied, and a report taken away", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await check(page);
  const button = page.locator("button.copy").first();
  await button.click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await button.getAttribute("data-copy"));
  const [report] = await Promise.all([page.waitForEvent("download"), page.click("text=Save this as a report")]);
  assert.equal(report.suggestedFilename(), "askwell-report.html");
  const path = join(folder, "report.html");
  await report.saveAs(path);
  assert.match(readFileSync(path, "utf8"), /What these forms ask/);
});

await test("a page is pasted with its layout, and code without", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await page.goto(url);
  const paste = (html, words) => page.evaluate(async ([html, words]) => {
    const area = document.getElementById("pasted");
    area.focus();
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    data.setData("text/plain", words);
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    area.value = words;
    await new Promise((done) => setTimeout(done, 30));
  }, [html, words]);
  await paste("<pre style='color:red'>&lt;p&gt;Maiden name&lt;/p&gt;</pre>", "<p>Maiden name</p>");
  assert.equal(await page.inputValue("[data-layout]"), "");
  await paste("<p class=MsoNormal>What is your gender?</p><p>☐ Male</p><p>☐ Female</p>", "What is your gender?\n☐ Male\n☐ Female");
  await page.waitForSelector("text=Pasted with its layout");
  await page.click("button:has-text('Check')");
  await page.waitForSelector("text=the only genders offered are two");
});

await test("a rule is written, tried at once, and taken away", {}, async (page) => {
  await write(page);
  await page.waitForSelector("#trial >> text=Your rule speaks at “What is your gender?”");
  await page.click("button:has-text('Finish the rule')");
  await page.waitForSelector("text=It holds on its examples");
  // What is told has the focus.
  await page.waitForFunction(() => document.activeElement.id === "finished");
  await page.waitForSelector("text=It holds:");
  await page.waitForSelector("text=On the forms that come with askwell");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Save the rule")]);
  const path = join(folder, "rules/gender/nobody-can-keep-their.yaml");
  await download.saveAs(path);
  const yaml = readFileSync(path, "utf8");
  assert.match(yaml, /^id: gender\/nobody-can-keep-their$/m);
  assert.match(yaml, /offers: \[decline\]/);
  // The file is what the command takes for a rule that holds.
  const tried = spawn(askwell, ["rules", "test", path], { cwd: folder, stdio: "ignore" });
  assert.equal(await new Promise((done) => tried.on("exit", done)), 0);
});

await test("a rule is tried on forms of one’s own, and a long list is searched", {}, async (page) => {
  await write(page);
  await page.setInputFiles("#forms", [fixture("gp-registration/about-you.html"), fixture("vaccination-consent/gender.html")]);
  await page.waitForSelector("#trial >> text=On your own forms");
  await page.waitForSelector("#trial >> text=/In 2 forms with \\d+ questions, your rule speaks at 1 place/");
  // The files are still chosen when the page has been written anew.
  await page.click("button:has-text('Try it on these')");
  await page.waitForSelector("#trial >> text=On your own forms");
  assert.equal(await page.evaluate(() => document.querySelector("#forms").files.length), 2);
  const shown = () => page.locator("#sources .choice:visible").count();
  const all = await shown();
  await page.fill("#sources-find", "design system equality");
  const left = await shown();
  assert.ok(left > 0 && left < all / 4, `${left} of ${all} are left`);
  // What is chosen stays in sight, whatever is looked for.
  assert.ok(await page.locator("#sources input:checked").first().isVisible());
});

await test("what is missing from a rule is said, and leads to its box", {}, async (page) => {
  await page.goto(`${url}write`);
  await page.click("button:has-text('Finish the rule')");
  await page.click("#finish >> text=Choose what askwell should look for");
  await page.check("text=words to avoid, such as “maiden name”");
  await page.fill("#words", "cwtch-free zone");
  await page.fill("#flag", "Welcome to the cwtch-free zone");
  await page.locator("#flag").blur();
  await page.waitForSelector("#trial >> text=Your rule speaks at “cwtch-free zone”");
  await page.click("button:has-text('Finish the rule')");
  await page.click("#finish >> text=Say what is wrong, in a line");
  assert.equal(await page.evaluate(() => location.hash), "#title");
});

await test("a form is checked and a rule found with the keyboard alone", {}, async (page) => {
  const press = (key, times = 1) => Array.from({ length: times }).reduce((before) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const reach = async (what) => {
    for (let presses = 0; presses < 60; presses += 1) {
      await press("Tab");
      if (await page.evaluate((what) => document.activeElement.matches(what), what)) return;
    }
    throw new Error(`${what} cannot be reached`);
  };
  await page.goto(url);
  await press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await reach("#pasted");
  await page.keyboard.type("What is your gender?\n- Male\n- Female");
  await reach("button[type=submit]");
  await press("Enter");
  await page.waitForSelector("text=the only genders offered are two");
  await reach("nav a[href=rules], a[href^='rules/']");
  await press("Enter");
  await page.waitForSelector("text=Whose guidance");
  assert.ok(await page.evaluate(() => {
    const link = document.querySelector("main a");
    link.focus();
    return getComputedStyle(document.activeElement).outlineStyle !== "none" || getComputedStyle(document.activeElement).boxShadow !== "none";
  }), "the focus can be seen");
});

await test("it works without a script", { javaScriptEnabled: false }, async (page) => {
  await page.goto(url);
  await page.fill("#pasted", "What is your gender?\n- Male\n- Female");
  await page.click("button:has-text('Check')");
  await page.waitForSelector("text=the only genders offered are two");
  await page.goto(`${url}write`);
  await page.click("button:has-text('Finish the rule')");
  await page.waitForSelector("text=Still to do");
});

await test("a stranger’s page cannot reach it", {}, async (page, _, wrong) => {
  const html = join(folder, "stranger.html");
  writeFileSync(html, `<form method="post" action="${url}check" enctype="multipart/form-data"><input name="pasted" value="x"><button>go</button></form>`);
  await page.goto(`file://${html}`);
  const [answer] = await Promise.all([page.waitForResponse((answer) => answer.url().startsWith(url)), page.click("button")]);
  assert.equal(answer.status(), 403);
  wrong.length = 0;
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1100, 320]) {
    const options = { colorScheme, viewport: { width, height: 800 }, reducedMotion: width === 320 ? "reduce" : "no-preference" };
    await test(`every page is accessible, ${colorScheme}, ${width} px`, { ...options }, async (page) => {
      for (const path of ["", "rules", "rules?words=maiden", "rules?words=zzz", "rules/gender/no-decline", "rules/names/ascii-pattern", "write", "nothing"]) {
        const before = page.url();
        await page.goto(url + path);
        assert.notEqual(page.url(), before);
        await accessible(page, path || "check");
        await fits(page, path || "check");
      }
    });
    await test(`what is told is accessible, ${colorScheme}, ${width} px`, { ...options }, async (page) => {
      await check(page);
      await accessible(page, "a check");
      await fits(page, "a check");
      await page.goto(url);
      await page.click("button:has-text('Check')");
      await page.waitForSelector(".problem");
      await accessible(page, "a check of nothing");
      await write(page);
      await page.click("button:has-text('Finish the rule')");
      await page.waitForSelector("text=It holds:");
      await accessible(page, "a rule");
      await fits(page, "a rule");
      await page.goto(`file://${join(folder, "report.html")}`);
      await accessible(page, "the report");
      await fits(page, "the report");
    });
  }
}

await browser.close();
server.removeAllListeners("exit");
server.kill();
rmSync(folder, { recursive: true, force: true });
console.log(failures === 0 ? "All of it holds." : `${failures} do not hold.`);
process.exit(failures === 0 ? 0 : 1);
