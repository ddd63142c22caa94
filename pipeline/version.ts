/** The version of the code, recorded in every manifest; a test keeps it equal to package.json. */
export const version = "0.1.0";
