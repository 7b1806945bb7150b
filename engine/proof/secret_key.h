/* Private keys and the like, by what stands in the bytes: whoever hands one in as a document has taken the wrong file,
 * and a record that is kept for years is the last place for it. PEM (RFC 7468), OpenSSH, OpenPGP (RFC 9580) and age by
 * their marks, wherever these stand; DER as PKCS #8 (RFC 5958), PKCS #12 (RFC 7292) or a bare RSA or EC key. What is
 * packed, encoded otherwise or cut is not found. */
#ifndef PROOF_SECRET_KEY_H
#define PROOF_SECRET_KEY_H

#include "base/text.h"

/* What it is, in a word that is the same in every language; NULL where nothing is found. */
const char *secret_key_in(struct text bytes);

#endif
