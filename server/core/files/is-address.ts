/** Whether what names a model is an http(s) address; otherwise it is a path. */
export const isAddress = (place: string): boolean => /^https?:\/\//i.test(place);
