import type { PageOptions } from '../../protocol/options.js'
import type { HostPage } from '../page.js'

/** Whether the page takes certificates that nobody vouches for. */
export async function ignoreCertificateErrors(
  page: HostPage,
  { ignoreCertificateErrors: ignore }: PageOptions,
): Promise<void> {
  if (ignore) await page.session.send('Security.setIgnoreCertificateErrors', { ignore })
}
