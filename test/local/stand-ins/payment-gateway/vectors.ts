/** The worked example of the domain rules, part 5.1 (its secret is ours; three independent encoders gave the same values). */
export const secret = 'TESTSECRET0123456789ABCDEFGHIJKL';

export const payParams = {
  vnp_Version: '2.1.0',
  vnp_Command: 'pay',
  vnp_TmnCode: 'DEMOTEST',
  vnp_Amount: '15000000',
  vnp_CreateDate: '20261122093015',
  vnp_ExpireDate: '20261122094515',
  vnp_CurrCode: 'VND',
  vnp_IpAddr: '203.0.113.7',
  vnp_Locale: 'vn',
  vnp_OrderInfo: 'Le phi ho so H40.15-261122-0007: khai sinh',
  vnp_OrderType: 'other',
  vnp_ReturnUrl: 'https://dvc.example.gov.vn/pay/return?x=1',
  vnp_TxnRef: 'H4015261122000701',
};

export const payVector = {
  text: 'vnp_Amount=15000000&vnp_Command=pay&vnp_CreateDate=20261122093015&vnp_CurrCode=VND&vnp_ExpireDate=20261122094515&vnp_IpAddr=203.0.113.7&vnp_Locale=vn&vnp_OrderInfo=Le+phi+ho+so+H40.15-261122-0007%3A+khai+sinh&vnp_OrderType=other&vnp_ReturnUrl=https%3A%2F%2Fdvc.example.gov.vn%2Fpay%2Freturn%3Fx%3D1&vnp_TmnCode=DEMOTEST&vnp_TxnRef=H4015261122000701&vnp_Version=2.1.0',
  hash: '80b030b0e12a117d6713be2a14193d24834e55f634b497e696bfd5e72c1da7d939074c0759161878cb756bed0a8b63304d34c06d74e908fbfddd034c3ec7c485',
};

export const resultVector = {
  text: 'vnp_Amount=15000000&vnp_BankCode=NCB&vnp_BankTranNo=VNP14226112&vnp_CardType=ATM&vnp_OrderInfo=Le+phi+ho+so+H40.15-261122-0007%3A+khai+sinh&vnp_PayDate=20261122093512&vnp_ResponseCode=00&vnp_TmnCode=DEMOTEST&vnp_TransactionNo=14226112&vnp_TransactionStatus=00&vnp_TxnRef=H4015261122000701',
  hash: 'feee17ad1404873ec8194d86d2a007f776f3fd3135b43ebbb14c2e9b8efb16a0e4853de61844daa9af0822621ce849f93892496fe9b67164340f49f23070a6ba',
};
