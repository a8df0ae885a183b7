/** The province whose cell places run. */
export const PROVINCE = '42';

/** Size of a place's population: enough for every persona; a larger one only takes longer to load. */
export const PEOPLE = 1000;
