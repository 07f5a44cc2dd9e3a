#!/bin/sh
# Makes the keys and certificates of PemKeysTest: throw-away ones, for index.example alone.
set -eu
cd "$(dirname "$0")"
self() { openssl req -x509 -new -key "$1" -days 36500 -subj "/CN=$2" -out "$3" 2>/dev/null; }
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.pkcs8.key 2>/dev/null
openssl rsa -in rsa.pkcs8.key -traditional -out rsa.pkcs1.key 2>/dev/null
openssl rsa -in rsa.pkcs8.key -traditional -aes128 -passout pass:secret -out rsa.pkcs1.encrypted.key 2>/dev/null
self rsa.pkcs8.key index.example rsa.crt
openssl ecparam -name prime256v1 -genkey -out ec.sec1.key
openssl pkey -in ec.sec1.key -out ec.pkcs8.key
openssl pkcs8 -topk8 -in ec.sec1.key -passout pass:secret -out ec.pkcs8.encrypted.key
openssl ecparam -name secp384r1 -genkey -noout -out ec384.sec1.key
openssl genpkey -algorithm ed25519 -out ed25519.pkcs8.key
self ed25519.pkcs8.key index.example ed25519.crt
# A chain: the server's certificate, issued by the RSA key's.
openssl req -new -key ec.sec1.key -subj /CN=index.example -out ec.csr
openssl x509 -req -in ec.csr -CA rsa.crt -CAkey rsa.pkcs8.key -set_serial 2 -days 36500 -out ec.crt 2>/dev/null
{ openssl x509 -in ec.crt -text; cat rsa.crt; } > chain.crt
cat rsa.crt ec.crt > chain.reversed.crt
rm ec.csr
