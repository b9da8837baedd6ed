# docker build -t webcap .
# docker run --network host --cap-add NET_RAW --cap-add NET_ADMIN -v webcap:/data webcap
#
# --network host shows the machine's interfaces rather than the container's. The two capabilities are all that live capture needs, and
# must be given even if the container is to capture nothing: the program carries them, and a kernel refuses to start a program that
# carries what its container may not have. Then sign in with the address that the container prints.
#
# In a network of its own the container sees only its own packets, and listens for its host:
# docker run -p 127.0.0.1:5270:5270 -e WEBCAP_ADDRESS=0.0.0.0:5270 -e WEBCAP_ALLOWNETWORK=true --cap-add NET_RAW --cap-add NET_ADMIN webcap

ARG DOTNET=10.0
ARG NODE=22

# The page's packages from npm, by the lock file.
FROM node:${NODE}-bookworm-slim AS packages
WORKDIR /webcap/src/Web.Client
COPY src/Web.Client/package.json src/Web.Client/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM mcr.microsoft.com/dotnet/sdk:${DOTNET} AS build
# The page's build runs two small scripts on Node; its C++ library comes with this image.
COPY --from=packages /usr/local/bin/node /usr/local/bin/
COPY --from=packages /usr/local/lib/node_modules/ /usr/local/lib/node_modules/
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /webcap
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/ src/
COPY samples/ samples/
COPY docs/api.md docs/api.md
COPY --from=packages /webcap/src/Web.Client/node_modules/ src/Web.Client/node_modules/
# CI: packages exactly as the lock files name them.
RUN CI=true dotnet publish src/Web/Web.csproj -c Release -o /published --nologo

FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET} AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpcap0.8 libcap2-bin curl \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /published/ /webcap/
# Not root but the image's user app: the program has these two capabilities and nothing else, and the data folder is that user's alone.
RUN setcap cap_net_raw,cap_net_admin=eip /webcap/WebCap \
    && apt-get purge -y libcap2-bin && apt-get autoremove -y \
    && install -d -o app -g app -m 0700 /data
USER app
ENV WEBCAP_DATA=/data WEBCAP_ADDRESS=127.0.0.1:5270
VOLUME /data
EXPOSE 5270
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["curl", "--fail", "--silent", "--show-error", "http://127.0.0.1:5270/health/live"]
ENTRYPOINT ["/webcap/WebCap"]
