/** Region, account and partition that every resource of the local place lies in. */
export const LOCAL_REGION = 'ap-southeast-1';
export const LOCAL_ACCOUNT = '000000000000';
export const LOCAL_PARTITION = 'aws';
export const LOCAL_URL_SUFFIX = 'amazonaws.com';

export const arnOf = (service: string, resource: string): string =>
  `arn:${LOCAL_PARTITION}:${service}:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${resource}`;

/** IAM and S3 name no region. */
export const globalArnOf = (service: string, resource: string, account = LOCAL_ACCOUNT): string =>
  `arn:${LOCAL_PARTITION}:${service}::${account}:${resource}`;
