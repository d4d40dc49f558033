# The program for production: web, worker and clock are the same image with different commands.

FROM python:3.13-slim-bookworm AS base
COPY deploy/certificates/ /usr/local/share/ca-certificates/
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && update-ca-certificates \
    && rm -rf /var/lib/apt/lists/*
ENV PYTHONUNBUFFERED=1 \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
WORKDIR /app

FROM base AS build
ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
    UV_SYSTEM_CERTS=1 \
    UV_PYTHON_DOWNLOADS=never \
    UV_LINK_MODE=copy
RUN pip install --no-cache-dir "uv>=0.9"
COPY pyproject.toml uv.lock package.json package-lock.json .npmrc designsystemet.config.json ./
COPY static static
COPY deploy/build.sh deploy/
RUN deploy/build.sh dependencies
COPY . .
RUN deploy/build.sh application

FROM base
RUN useradd --system --uid 10001 --home-dir /tmp --shell /usr/sbin/nologin trygghet \
    && install -d -o trygghet -g trygghet /var/lib/trygghet/media
COPY --from=build /app /app
USER trygghet
ENV HOME=/tmp \
    PATH="/app/.venv/bin:$PATH" \
    MEDIA_ROOT=/var/lib/trygghet/media
VOLUME /var/lib/trygghet/media
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "deploy/healthcheck.py"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--no-ws", "--blocking-threads", "4", "--respawn-failed-workers", \
     "trygghet.wsgi:application"]
