namespace WebCap.Security;

/// <summary>Whoever is signed in is no stranger any more, and neither is his connection.</summary>
internal sealed class Recognition(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<SignIn>() is not null) context.Features.Get<Strangers.Stranger>()?.Recognise();
        return next(context);
    }
}
