import type { Sex } from './person.ts';
import type { SeededRandom } from './random.ts';

/** Family names with their rough share in the country, in percent. */
const familyNames = [
  ['Nguyễn', 32],
  ['Trần', 11],
  ['Lê', 10],
  ['Phạm', 7],
  ['Hoàng', 5],
  ['Phan', 5],
  ['Võ', 4],
  ['Đặng', 3],
  ['Bùi', 3],
  ['Đỗ', 2],
  ['Hồ', 2],
  ['Ngô', 2],
  ['Dương', 2],
  ['Đinh', 2],
  ['Trịnh', 1],
  ['Lương', 1],
  ['Thái', 1],
  ['Cao', 1],
  ['Tạ', 1],
  ['Từ', 1],
] as const;

const middleNames = {
  MALE: ['Văn', 'Hữu', 'Đức', 'Quốc', 'Minh', 'Xuân', 'Công', 'Đình', 'Thế', 'Anh', 'Duy', 'Trọng'],
  FEMALE: ['Thị', 'Thị', 'Thị', 'Ngọc', 'Thu', 'Thanh', 'Kim', 'Hồng', 'Bích', 'Diệu', 'Khánh', 'Mỹ'],
} as const;

const givenNames = {
  MALE: [
    ...['An', 'Bình', 'Cường', 'Dũng', 'Đạt', 'Giang', 'Hải', 'Hiếu', 'Hòa', 'Huy', 'Khoa', 'Kiên', 'Lâm', 'Long', 'Mạnh', 'Nam'],
    ...['Nghĩa', 'Phong', 'Phúc', 'Quân', 'Quang', 'Sơn', 'Tài', 'Tâm', 'Thắng', 'Thành', 'Tiến', 'Toàn', 'Trung', 'Tuấn', 'Việt', 'Vũ'],
  ],
  FEMALE: [
    ...['An', 'Anh', 'Châu', 'Chi', 'Dung', 'Giang', 'Hà', 'Hạnh', 'Hiền', 'Hoa', 'Hương', 'Huyền', 'Lan', 'Liên', 'Linh', 'Loan'],
    ...['Mai', 'My', 'Nga', 'Ngân', 'Nhung', 'Oanh', 'Phương', 'Quyên', 'Tâm', 'Thảo', 'Thủy', 'Trang', 'Tuyết', 'Vân', 'Xuân', 'Yến'],
  ],
} as const;

export const pickFamilyName = (random: SeededRandom): string => random.weighted(familyNames);

/** A full name in the Vietnamese order, family name first, normalised to NFC. */
export const pickName = (random: SeededRandom, familyName: string, sex: Sex): string =>
  `${familyName} ${random.pick(middleNames[sex])} ${random.pick(givenNames[sex])}`.normalize('NFC');
