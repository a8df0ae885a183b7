import type { Unit } from '../ledger/control-slip.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import type { FieldName, FormFields } from './form-fields.ts';

/** What the forms call each field. */
export const fieldLabels: Readonly<Record<FieldName, string>> = {
  issuer: 'Cơ quan ban hành',
  oneStop: 'Bộ phận tiếp nhận và trả kết quả',
  number: 'Số',
  place: 'Địa danh',
  dossierCode: 'Mã hồ sơ',
  applicant: 'Họ và tên người nộp hồ sơ',
  owner: 'Chủ hồ sơ',
  personalNumber: 'Số định danh cá nhân của chủ hồ sơ',
  address: 'Địa chỉ',
  phone: 'Số điện thoại',
  email: 'Thư điện tử',
  request: 'Nội dung yêu cầu giải quyết',
  components: 'Thành phần hồ sơ đã nộp',
  sets: 'Số lượng hồ sơ (bộ)',
  timeLimit: 'Thời hạn giải quyết hồ sơ theo quy định',
  receivedAt: 'Thời gian tiếp nhận hồ sơ',
  dueAt: 'Thời gian hẹn trả kết quả',
  delivery: 'Hình thức nhận kết quả',
  deliveryPlace: 'Nơi nhận kết quả',
  trackingBook: 'Vào Sổ theo dõi hồ sơ (quyển, số thứ tự)',
  fee: 'Phí, lệ phí phải nộp',
  submitter: 'Người nộp hồ sơ',
  receiver: 'Người tiếp nhận hồ sơ (tài khoản)',
  guide: 'Người hướng dẫn (tài khoản)',
  lookupAt: 'Tra cứu quy định tại',
  contactPhone: 'Số điện thoại liên hệ',
  stage: 'Giai đoạn',
  asked: 'Nội dung cần bổ sung, hoàn thiện',
  reason: 'Lý do',
  legalBasis: 'Căn cứ pháp lý',
  answerBy: 'Thời hạn bổ sung',
  approver: 'Người phê duyệt (tài khoản)',
  dueBefore: 'Thời hạn trả kết quả đã hẹn',
  dueAfter: 'Thời hạn trả kết quả mới',
  signer: 'Người ký (tài khoản)',
  stoppedIn: 'Tình trạng hồ sơ trước khi dừng',
  stopReason: 'Căn cứ dừng giải quyết',
  withdrawnAt: 'Thời điểm đề nghị dừng giải quyết',
  wish: 'Lý do đề nghị của người nộp hồ sơ',
  paid: 'Số tiền đã thu, chỉ hoàn trả khi pháp luật có quy định',
  outcome: 'Kết quả giải quyết',
  residence: 'Nội dung đăng ký cư trú',
  decidedAt: 'Thời điểm quyết định',
  resultCode: 'Mã kết quả',
  verification: 'Địa chỉ kiểm tra kết quả',
  competent: 'Cơ quan giải quyết hồ sơ',
  handOvers: 'Quá trình luân chuyển hồ sơ',
  entry: 'Dòng ghi sổ',
};

/** What the forms call each code. */
export const codeTexts = {
  delivery: {
    ONLINE: 'Trực tuyến (bản điện tử)',
    COUNTER: 'Trực tiếp tại bộ phận tiếp nhận và trả kết quả',
    POST: 'Qua dịch vụ bưu chính công ích',
  },
  stage: { intake: 'Tiếp nhận', appraisal: 'Thẩm định, giải quyết' },
  stopReason: {
    WITHDRAWN: 'Người nộp hồ sơ đề nghị rút hồ sơ',
    SUPPLEMENT_UNANSWERED: 'Quá thời hạn mà hồ sơ không được bổ sung',
    UNPAID: 'Quá thời hạn mà phí, lệ phí không được nộp',
  },
  outcome: { GRANTED: 'Đồng ý giải quyết', REFUSED: 'Từ chối giải quyết' },
  timing: { BEFORE: 'Trước hạn', ON: 'Đúng hạn', AFTER: 'Quá hạn' },
} as const satisfies {
  [Name in 'delivery' | 'stage' | 'stopReason' | 'outcome']: Readonly<Record<NonNullable<FormFields[Name]>, string>>;
} & { timing: Readonly<Record<'BEFORE' | 'ON' | 'AFTER', string>> };

/** The portal's words for the states of a dossier (domain notes, rules.md 1.4). */
export const stateTexts: Readonly<Record<DossierState, string>> = {
  draft: 'Bản nháp',
  new: 'Mới đăng ký',
  accepted: 'Được tiếp nhận',
  'not-accepted': 'Không được tiếp nhận',
  processing: 'Đang xử lý',
  'supplement-requested': 'Yêu cầu bổ sung giấy tờ',
  'payment-requested': 'Yêu cầu thực hiện nghĩa vụ tài chính',
  'withdrawal-requested': 'Công dân yêu cầu rút hồ sơ',
  stopped: 'Dừng xử lý',
  processed: 'Đã xử lý xong',
  returned: 'Đã trả kết quả',
};

/** What the process control slip calls the steps that hand a dossier over. */
export const stepTexts: Readonly<Record<string, string>> = {
  'dossier.submitted': 'Nộp hồ sơ',
  'dossier.accepted': 'Tiếp nhận, chuyển hồ sơ',
  'dossier.not-accepted': 'Từ chối tiếp nhận',
  'dossier.supplement-requested': 'Yêu cầu bổ sung',
  'dossier.supplement-provided': 'Bổ sung hồ sơ',
  'dossier.processing-started': 'Giao việc',
  'dossier.transferred': 'Chuyển cơ quan có thẩm quyền',
  'dossier.concluded': 'Ban hành kết quả',
  'dossier.stopped': 'Dừng giải quyết',
  'dossier.result-dispatched': 'Gửi kết quả qua bưu chính',
  'dossier.returned': 'Trả kết quả',
  'dossier.awaiting-number': 'Chuyển cấp số',
  'task.answered': 'Trả lời',
  'task.decided': 'Quyết định, ký',
  'task.silent': 'Im lặng, coi như đồng ý',
  'task.sent-back': 'Trả lại việc',
  'task.routed': 'Chuyển việc',
};

/** How a result reached the person, as the history says it. */
export const wayTexts: Readonly<Record<string, string>> = {
  E_DOCUMENT: 'Kho dữ liệu điện tử',
  COUNTER: 'Trực tiếp',
  POST: 'Bưu chính công ích',
};

/** In place of a signature: how the receiver of a result was known, or what the post proves its delivery with. */
export const proofTexts: Readonly<Record<string, string>> = {
  VNEID: 'Xác thực VNeID',
  CHIP: 'Chip thẻ căn cước',
  MRZ: 'Vùng đọc máy của thẻ',
  RECEIVER_SIGNATURE: 'Chữ ký người nhận',
  POST_CONFIRMATION: 'Xác nhận của bưu chính',
};

/** The parts that offices take in a dossier. */
export const partTexts = {
  'one-stop': 'Bộ phận một cửa',
  competent: 'Cơ quan giải quyết',
  consulted: 'Cơ quan phối hợp',
  clerk: 'Văn thư',
} as const satisfies Readonly<Record<Extract<Unit, { kind: 'office' }>['part'], string>>;

/** Who is no officer. */
export const actorTexts = { applicant: 'Người nộp hồ sơ', owner: 'Người nộp hồ sơ', post: 'Bưu chính', system: 'Hệ thống' } as const;

/** Relations to the head of a household, as residence forms have them. */
export const relationTexts: Readonly<Record<string, string>> = {
  HEAD: 'chủ hộ',
  SPOUSE: 'vợ, chồng',
  CHILD: 'con',
  PARENT: 'cha, mẹ',
  OTHER: 'khác',
};
