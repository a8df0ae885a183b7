import { Complaint, keyOfComplaint, keyOfLine, StoredLine } from '../../functions/complaint/complaint.ts';
import { storedComplaint } from '../../functions/complaint/complaints.dynamodb.ts';
import type { Complaints } from '../../functions/complaint/complaints.ts';
import type { Ledger } from '../../functions/ledger/ledger.ts';

export type MemoryComplaints = Complaints & {
  /** Runs `act` once, just before the next complaint is written: somebody else comes in between. */
  beforeNextWrite(act: () => Promise<void>): void;
};

/** Complaints in a ledger in memory: beside the dossiers, as in the table, so that its inboxes list them. */
export const memoryComplaints = (ledger: Pick<Ledger, 'readItem' | 'list' | 'putItem'>): MemoryComplaints => {
  let interruption: (() => Promise<void>) | undefined;
  const interrupted = async (): Promise<void> => {
    const act = interruption;
    interruption = undefined;
    await act?.();
  };
  const read: Complaints['read'] = async (complaintId) => {
    const item = await ledger.readItem(keyOfComplaint(complaintId));
    return item && Complaint.parse(item);
  };
  const put = async (complaint: Complaint, line: StoredLine): Promise<void> => {
    const { pk: _pk, sk: _sk, ...item } = storedComplaint(complaint);
    await ledger.putItem(keyOfComplaint(complaint.complaintId), item);
    await ledger.putItem(keyOfLine(complaint.complaintId, line.n), line);
  };
  return {
    beforeNextWrite: (act) => {
      interruption = act;
    },
    read,
    file: async (complaint, line, once, at) => {
      await interrupted();
      const used = await ledger.readItem(once.key);
      if (used && Number(used['expiresAt']) >= Math.floor(at.getTime() / 1000)) return 'used';
      await ledger.putItem(once.key, once.item);
      await put(complaint, line);
      return 'filed';
    },
    move: async (before, after, line) => {
      await interrupted();
      if ((await read(before.complaintId))?.version !== before.version) return 'stale';
      await put(after, line);
      return 'moved';
    },
    lines: async (complaintId) => {
      const { pk, sk } = keyOfComplaint(complaintId);
      return (await ledger.list(pk.slice('DOSSIER#'.length), `${sk}#`)).map((item) => StoredLine.parse(item));
    },
    ofDossier: async (dossierId) =>
      (await ledger.list(dossierId, 'COMPLAINT#'))
        .filter(({ sk }) => String(sk).split('#').length === 2)
        .map((item) => Complaint.parse(item)),
  };
};
