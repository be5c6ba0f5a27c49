"""The services, of which moto serves what this package does not."""

from localstack.services.plugins import Service, aws_provider


@aws_provider(api="cognito-idp", name="default")  # type: ignore[untyped-decorator] # LocalStack's
def user_pools() -> Service:
    from localstack_harness.cognito import configuration, sign_in, sign_up, tokens, web
    from localstack_harness.support.moto_service import moto_service

    for module in (configuration, tokens, web):
        module.install()
    return moto_service(
        "cognito-idp",
        {
            "AdminConfirmSignUp": sign_up.admin_confirm_sign_up,
            "AdminCreateUser": sign_up.admin_create_user,
            "AdminInitiateAuth": sign_in.initiate_auth,
            "AdminRespondToAuthChallenge": sign_in.respond_to_auth_challenge,
            "ConfirmForgotPassword": sign_up.confirm_forgot_password,
            "ConfirmSignUp": sign_up.confirm_sign_up,
            "CreateUserPool": configuration.create_user_pool,
            "CreateUserPoolDomain": configuration.create_user_pool_domain,
            "DeleteUserPool": configuration.delete_user_pool,
            "ForgotPassword": sign_up.forgot_password,
            "InitiateAuth": sign_in.initiate_auth,
            "ResendConfirmationCode": sign_up.resend_confirmation_code,
            "RespondToAuthChallenge": sign_in.respond_to_auth_challenge,
            "SignUp": sign_up.sign_up,
            "UpdateUserPool": configuration.update_user_pool,
            "UpdateUserPoolClient": configuration.update_user_pool_client,
        },
    )


@aws_provider(api="cognito-identity", name="default")  # type: ignore[untyped-decorator] # LocalStack's
def identity_pools() -> Service:
    from localstack_harness.cognito import identity_pools as own
    from localstack_harness.support.moto_service import moto_service

    return moto_service(
        "cognito-identity",
        {
            "GetIdentityPoolRoles": own.get_identity_pool_roles,
            "SetIdentityPoolRoles": own.set_identity_pool_roles,
        },
    )
