{
  "StartAt": "ComposeReminder",
  "States": {
    "ComposeReminder": {
      "Next": "Timer",
      "Retry": [
        {
          "ErrorEquals": [
            "Lambda.TooManyRequestsException"
          ],
          "IntervalSeconds": 2,
          "MaxAttempts": 300,
          "BackoffRate": 2,
          "MaxDelaySeconds": 18,
          "JitterStrategy": "FULL"
        },
        {
          "ErrorEquals": [
            "Lambda.ClientExecutionTimeoutException",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.Unknown",
            "Sandbox.Timedout",
            "Runtime.ExitError",
            "States.Timeout"
          ],
          "IntervalSeconds": 1,
          "MaxAttempts": 6,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "JitterStrategy": "FULL"
        }
      ],
      "Catch": [
        {
          "ErrorEquals": [
            "States.ALL"
          ],
          "ResultPath": "$.failure",
          "Next": "RecordFailure"
        }
      ],
      "Type": "Task",
      "TimeoutSeconds": 90,
      "ResultPath": "$.mails",
      "ResultSelector": {
        "reminder.$": "$.Payload.reminder",
        "completion.$": "$.Payload.completion"
      },
      "Resource": "arn:<AWS::Partition>:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "<FunctionsCompose.Arn>",
        "Payload.$": "$"
      }
    },
    "Timer": {
      "Type": "Wait",
      "SecondsPath": "$.waitSeconds",
      "Next": "SendReminder"
    },
    "SendReminder": {
      "Next": "NotifyCompletion",
      "Retry": [
        {
          "ErrorEquals": [
            "MailDelayed",
            "Lambda.TooManyRequestsException"
          ],
          "IntervalSeconds": 2,
          "MaxAttempts": 300,
          "BackoffRate": 2,
          "MaxDelaySeconds": 18,
          "JitterStrategy": "FULL"
        },
        {
          "ErrorEquals": [
            "Lambda.ClientExecutionTimeoutException",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.Unknown",
            "Sandbox.Timedout",
            "Runtime.ExitError",
            "States.Timeout",
            "SesUnavailable",
            "StorageUnavailable",
            "MailUncertain",
            "Cancelled"
          ],
          "IntervalSeconds": 1,
          "MaxAttempts": 6,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "JitterStrategy": "FULL"
        }
      ],
      "Catch": [
        {
          "ErrorEquals": [
            "States.ALL"
          ],
          "ResultPath": "$.failure",
          "Next": "RecordFailure"
        }
      ],
      "Type": "Task",
      "TimeoutSeconds": 90,
      "ResultPath": null,
      "Resource": "arn:<AWS::Partition>:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "<FunctionsSend.Arn>",
        "Payload": {
          "id.$": "$.id",
          "attempt.$": "$.attempt",
          "email.$": "$.email",
          "mail.$": "$.mails.reminder"
        }
      }
    },
    "NotifyCompletion": {
      "End": true,
      "Retry": [
        {
          "ErrorEquals": [
            "Ses.SesException"
          ],
          "IntervalSeconds": 2,
          "MaxAttempts": 300,
          "BackoffRate": 2,
          "MaxDelaySeconds": 18,
          "JitterStrategy": "FULL"
        }
      ],
      "Catch": [
        {
          "ErrorEquals": [
            "States.ALL"
          ],
          "ResultPath": "$.failure",
          "Next": "RecordFailure"
        }
      ],
      "Type": "Task",
      "TimeoutSeconds": 60,
      "Resource": "arn:<AWS::Partition>:states:::aws-sdk:ses:sendEmail",
      "Parameters": {
        "Source": "cuddles@petcuddleotron.example",
        "Destination": {
          "ToAddresses.$": "States.Array($.email)"
        },
        "Message": {
          "Subject": {
            "Data.$": "$.mails.completion.subject",
            "Charset": "UTF-8"
          },
          "Body": {
            "Text": {
              "Data.$": "$.mails.completion.text",
              "Charset": "UTF-8"
            },
            "Html": {
              "Data.$": "$.mails.completion.html",
              "Charset": "UTF-8"
            }
          }
        }
      }
    },
    "RecordFailure": {
      "Next": "Failed",
      "Retry": [
        {
          "ErrorEquals": [
            "States.ALL"
          ],
          "IntervalSeconds": 1,
          "MaxAttempts": 20,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "JitterStrategy": "FULL"
        }
      ],
      "Type": "Task",
      "TimeoutSeconds": 90,
      "ResultSelector": {
        "error.$": "$.Payload.error",
        "cause.$": "$.Payload.cause"
      },
      "Resource": "arn:<AWS::Partition>:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "<FunctionsRecordFailure.Arn>",
        "Payload": {
          "input.$": "$$.Execution.Input",
          "failure.$": "$.failure"
        }
      }
    },
    "Failed": {
      "Type": "Fail",
      "ErrorPath": "$.error",
      "CausePath": "$.cause"
    }
  }
}
