import type { Page } from "playwright-core";

/** Collects what a browser complains about from now on: console messages, errors, violations of the content policy, and
 *  every request for anything but the page itself. Call before the page is opened. */
export async function complaintsOf(page: Page, address: string): Promise<string[]> {
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== address && !request.url().startsWith("data:"))
      complaints.push(`asked for ${request.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return complaints;
}
