#!/bin/sh
# Make the secrets of a new installation in deploy/secrets, each once: a file that exists is kept.
# The folder is closed to others on the host; the files are readable inside their containers, where
# the program runs as an account that the host does not know.
set -eu
umask 022
folder="$(cd "$(dirname "$0")" && pwd)/secrets"
mkdir -p "$folder"
chmod 700 "$folder"

secret() {
    if [ ! -s "$folder/$1" ]; then
        openssl rand -hex "$2" | tr -d '\n' > "$folder/$1"
        echo "made $1"
    fi
}

secret django_secret_key 40
secret postgres_password 24
secret first_admin_password 10

if [ ! -s "$folder/tls.crt" ]; then
    host="${PUBLIC_HOST:-localhost}"
    openssl req -x509 -newkey rsa:3072 -nodes -days 90 -subj "/CN=$host" \
        -addext "subjectAltName=DNS:$host" -keyout "$folder/tls.key" -out "$folder/tls.crt" 2>/dev/null
    chmod 600 "$folder/tls.key"
    echo "made tls.crt and tls.key for $host: self-signed, replace them with your own"
fi
