"""
The types that are only recorded, with what an app misses.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
"""

from localstack_harness.cloudformation.without_effect.recorded import recorded

_NO_FILTER = "requests are not filtered"
_NO_SCALING = "nothing is scaled"
_AT_ONCE = "a new version takes all traffic at once"
_NO_AUDIT = "calls are not recorded as events"
_NO_BACKUP = "nothing is backed up"
_NO_TRACES = "no traces are recorded"
_NO_COSTS = "nothing costs money here"
_NO_SCHEMAS = "no schemas are kept"
_OPEN = "every call is allowed"
_NO_NETWORK = "functions share the network of this machine"
_NO_PAGES = "there are no hosted pages"
_NO_INSTANCES = "there are no instances to manage"

_WAF = "arn:aws:wafv2:{region}:{account}:regional"

web_acl = recorded(
    "AWS::WAFv2::WebACL",
    _NO_FILTER,
    "{Name}|{id}|{Scope}",
    Arn=f"{_WAF}/webacl/{{Name}}/{{id}}",
    Id="{id}",
    Capacity="1",
    LabelNamespace="awswaf:{account}:webacl:{Name}:",
)
web_acl_association = recorded("AWS::WAFv2::WebACLAssociation", _NO_FILTER, "{ResourceArn}|{WebACLArn}")
ip_set = recorded(
    "AWS::WAFv2::IPSet", _NO_FILTER, "{Name}|{id}|{Scope}", Arn=f"{_WAF}/ipset/{{Name}}/{{id}}", Id="{id}"
)
regex_pattern_set = recorded(
    "AWS::WAFv2::RegexPatternSet",
    _NO_FILTER,
    "{Name}|{id}|{Scope}",
    Arn=f"{_WAF}/regexpatternset/{{Name}}/{{id}}",
    Id="{id}",
)
rule_group = recorded(
    "AWS::WAFv2::RuleGroup",
    _NO_FILTER,
    "{Name}|{id}|{Scope}",
    Arn=f"{_WAF}/rulegroup/{{Name}}/{{id}}",
    Id="{id}",
    LabelNamespace="awswaf:{account}:rulegroup:{Name}:",
)
waf_logging = recorded("AWS::WAFv2::LoggingConfiguration", "requests are not logged", "{ResourceArn}")

scalable_target = recorded(
    "AWS::ApplicationAutoScaling::ScalableTarget",
    _NO_SCALING,
    "{ResourceId}|{ScalableDimension}|{ServiceNamespace}",
    Id="{ResourceId}|{ScalableDimension}|{ServiceNamespace}",
)
scaling_policy = recorded(
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    _NO_SCALING,
    "arn:aws:autoscaling:{region}:{account}:scalingPolicy:{id}:policyName/{PolicyName}",
    Arn="arn:aws:autoscaling:{region}:{account}:scalingPolicy:{id}:policyName/{PolicyName}",
)

deploy_application = recorded("AWS::CodeDeploy::Application", _AT_ONCE, "{ApplicationName}")
deployment_group = recorded("AWS::CodeDeploy::DeploymentGroup", _AT_ONCE, "{DeploymentGroupName}")
deployment_config = recorded("AWS::CodeDeploy::DeploymentConfig", _AT_ONCE, "{DeploymentConfigName}")

trail = recorded(
    "AWS::CloudTrail::Trail",
    _NO_AUDIT,
    "{TrailName}",
    Arn="arn:aws:cloudtrail:{region}:{account}:trail/{TrailName}",
)
xray_group = recorded(
    "AWS::XRay::Group",
    _NO_TRACES,
    "arn:aws:xray:{region}:{account}:group/{GroupName}/{id}",
    GroupARN="arn:aws:xray:{region}:{account}:group/{GroupName}/{id}",
)
sampling_rule = recorded(
    "AWS::XRay::SamplingRule",
    _NO_TRACES,
    "arn:aws:xray:{region}:{account}:sampling-rule/{id}",
    RuleARN="arn:aws:xray:{region}:{account}:sampling-rule/{id}",
)
query_definition = recorded(
    "AWS::Logs::QueryDefinition", "no query is offered", "{id}", QueryDefinitionId="{id}"
)
insight_rule = recorded(
    "AWS::CloudWatch::InsightRule",
    "logs are not analysed",
    "{RuleName}",
    Arn="arn:aws:cloudwatch:{region}:{account}:insight-rule/{RuleName}",
)
anomaly_detector = recorded("AWS::CloudWatch::AnomalyDetector", "metrics are not analysed", "{id}", Id="{id}")
log_alarm = recorded(
    "AWS::CloudWatch::LogAlarm",
    "logs are not watched",
    "{AlarmName}",
    Arn="arn:aws:cloudwatch:{region}:{account}:alarm:{AlarmName}",
)
insights_application = recorded(
    "AWS::ApplicationInsights::Application",
    "the app is not watched",
    "{ResourceGroupName}",
    ApplicationARN="arn:aws:applicationinsights:{region}:{account}:application/{id}",
)
budget = recorded("AWS::Budgets::Budget", _NO_COSTS, "{id}")
cost_monitor = recorded(
    "AWS::CE::AnomalyMonitor",
    _NO_COSTS,
    "arn:aws:ce::{account}:anomalymonitor/{id}",
    MonitorArn="arn:aws:ce::{account}:anomalymonitor/{id}",
)
cost_subscription = recorded(
    "AWS::CE::AnomalySubscription",
    _NO_COSTS,
    "arn:aws:ce::{account}:anomalysubscription/{id}",
    SubscriptionArn="arn:aws:ce::{account}:anomalysubscription/{id}",
)
backup_vault = recorded(
    "AWS::Backup::BackupVault",
    _NO_BACKUP,
    "{BackupVaultName}",
    BackupVaultName="{BackupVaultName}",
    BackupVaultArn="arn:aws:backup:{region}:{account}:backup-vault:{BackupVaultName}",
)
backup_plan = recorded(
    "AWS::Backup::BackupPlan",
    _NO_BACKUP,
    "{id}",
    BackupPlanId="{id}",
    BackupPlanArn="arn:aws:backup:{region}:{account}:backup-plan:{id}",
    VersionId="{id}",
)
backup_selection = recorded("AWS::Backup::BackupSelection", _NO_BACKUP, "{id}", SelectionId="{id}")

schema_registry = recorded(
    "AWS::EventSchemas::Registry",
    _NO_SCHEMAS,
    "arn:aws:schemas:{region}:{account}:registry/{RegistryName}",
    RegistryName="{RegistryName}",
    RegistryArn="arn:aws:schemas:{region}:{account}:registry/{RegistryName}",
)
schema = recorded(
    "AWS::EventSchemas::Schema",
    _NO_SCHEMAS,
    "arn:aws:schemas:{region}:{account}:schema/{RegistryName}/{SchemaName}",
    SchemaName="{SchemaName}",
    SchemaArn="arn:aws:schemas:{region}:{account}:schema/{RegistryName}/{SchemaName}",
    SchemaVersion="1",
)
schema_discoverer = recorded(
    "AWS::EventSchemas::Discoverer",
    _NO_SCHEMAS,
    "arn:aws:schemas:{region}:{account}:discoverer/{id}",
    DiscovererId="{id}",
    DiscovererArn="arn:aws:schemas:{region}:{account}:discoverer/{id}",
)

topic_policy = recorded("AWS::SNS::TopicInlinePolicy", _OPEN, "{TopicArn}")
oidc_provider = recorded(
    "AWS::IAM::OIDCProvider",
    _OPEN,
    "arn:aws:iam::{account}:oidc-provider/{id}",
    Arn="arn:aws:iam::{account}:oidc-provider/{id}",
)
signing_profile = recorded(
    "AWS::Signer::SigningProfile",
    "code is not signed",
    "arn:aws:signer:{region}:{account}:/signing-profiles/{id}",
    Arn="arn:aws:signer:{region}:{account}:/signing-profiles/{id}",
    ProfileName="{id}",
    ProfileVersion="1",
    ProfileVersionArn="arn:aws:signer:{region}:{account}:/signing-profiles/{id}/1",
)

flow_log = recorded("AWS::EC2::FlowLog", _NO_NETWORK, "fl-{id}", Id="fl-{id}")
security_group_ingress = recorded("AWS::EC2::SecurityGroupIngress", _NO_NETWORK, "sgr-{id}", Id="sgr-{id}")
security_group_egress = recorded("AWS::EC2::SecurityGroupEgress", _NO_NETWORK, "sgr-{id}", Id="sgr-{id}")
network_acl_entry = recorded("AWS::EC2::NetworkAclEntry", _NO_NETWORK, "{id}", Id="{id}")
network_acl_association = recorded(
    "AWS::EC2::SubnetNetworkAclAssociation", _NO_NETWORK, "aclassoc-{id}", AssociationId="aclassoc-{id}"
)
cidr_block = recorded("AWS::EC2::VPCCidrBlock", _NO_NETWORK, "vpc-cidr-assoc-{id}", Id="vpc-cidr-assoc-{id}")
egress_gateway = recorded("AWS::EC2::EgressOnlyInternetGateway", _NO_NETWORK, "eigw-{id}", Id="eigw-{id}")

user_pool_look = recorded("AWS::Cognito::UserPoolUICustomizationAttachment", _NO_PAGES, "{id}")
managed_login = recorded(
    "AWS::Cognito::ManagedLoginBranding", _NO_PAGES, "{UserPoolId}|{id}", ManagedLoginBrandingId="{id}"
)
user_pool_risks = recorded(
    "AWS::Cognito::UserPoolRiskConfigurationAttachment", "sign-ins are not rated by risk", "{id}"
)

documentation_part = recorded(
    "AWS::ApiGateway::DocumentationPart", "no documentation is made", "{id}", DocumentationPartId="{id}"
)
documentation_version = recorded(
    "AWS::ApiGateway::DocumentationVersion", "no documentation is made", "{DocumentationVersion}"
)
client_certificate = recorded(
    "AWS::ApiGateway::ClientCertificate",
    "integrations receive no client certificate",
    "{id}",
    ClientCertificateId="{id}",
)

ssm_document = recorded("AWS::SSM::Document", _NO_INSTANCES, "{Name}")
ssm_association = recorded("AWS::SSM::Association", _NO_INSTANCES, "{id}", AssociationId="{id}")

_NO_CACHE = "nothing is cached"
_PASSED_ON = "everything that a request has reaches the origin"
_UNSIGNED = "signed addresses are not checked"
_NO_CODE = "no code runs in a distribution"

origin_identity = recorded(
    "AWS::CloudFront::CloudFrontOriginAccessIdentity", _OPEN, "E{id}", Id="E{id}", S3CanonicalUserId="{id}"
)
origin_control = recorded("AWS::CloudFront::OriginAccessControl", _OPEN, "E{id}", Id="E{id}")
cache_policy = recorded("AWS::CloudFront::CachePolicy", _NO_CACHE, "{id}", Id="{id}")
origin_request_policy = recorded("AWS::CloudFront::OriginRequestPolicy", _PASSED_ON, "{id}", Id="{id}")
response_headers_policy = recorded(
    "AWS::CloudFront::ResponseHeadersPolicy", "its headers are not added", "{id}", Id="{id}"
)
distribution_function = recorded(
    "AWS::CloudFront::Function",
    _NO_CODE,
    "arn:aws:cloudfront::{account}:function/{Name}",
    FunctionARN="arn:aws:cloudfront::{account}:function/{Name}",
    FunctionMetadata__FunctionARN="arn:aws:cloudfront::{account}:function/{Name}",
    Stage="LIVE",
)
key_value_store = recorded(
    "AWS::CloudFront::KeyValueStore",
    _NO_CODE,
    "{Name}",
    Arn="arn:aws:cloudfront::{account}:key-value-store/{id}",
    Id="{id}",
)
public_key = recorded("AWS::CloudFront::PublicKey", _UNSIGNED, "K{id}", Id="K{id}")
key_group = recorded("AWS::CloudFront::KeyGroup", _UNSIGNED, "{id}", Id="{id}")
