// Stands for credential providers that a Lambda function never uses: its credentials are in the environment.
module.exports = {};
