// Stands for modules of the SDK that a Lambda function never uses: credentials are in its environment, and no call streams events.
module.exports = {};
