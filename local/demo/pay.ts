/**
 * Presses a button on the gateway's pay page, as the payer would, and follows it back to the merchant's return page.
 * The notification that books the money goes from the gateway to the cell by itself.
 */
export const payAtGateway = async (
  payUrl: string,
  choice: 'success' | 'cancel' | 'failure' | 'repeat',
): Promise<{ readonly returnPage: string }> => {
  const page = await fetch(payUrl);
  if (!page.ok) throw new Error(`the gateway refused the pay link: ${page.status} ${await page.text()}`);
  await page.text();
  const target = new URL(payUrl);
  const pressed = await fetch(`${target.origin}${target.pathname.replace(/[^/]+$/, 'choice')}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams([...target.searchParams, ['choice', choice]]).toString(),
    redirect: 'manual',
  });
  const location = pressed.headers.get('location');
  if (pressed.status !== 303 || !location)
    throw new Error(`the gateway did not take the choice: ${pressed.status} ${await pressed.text()}`);
  const back = await fetch(location);
  return { returnPage: await back.text() };
};
