namespace WebCap.Security;

/// <summary>
/// Ties requests that last, the hub's connections and endless downloads, to what they were made with: signing out, revoking or expiry ends
/// them at once.
/// </summary>
internal sealed class LastingRequests(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // A request that changes something is over soon, and may be the very one that signs out.
        if (context.Features.Get<SignIn>() is not { } signIn || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsConnect(context.Request.Method)))
        {
            await next(context);
            return;
        }

        using var stay = signIn.Enter(context.Abort);
        await next(context);
    }
}
