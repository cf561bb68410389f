// libcurl, loaded when it is first needed: linking it would load thirty libraries at every start of the program.
// Its setopt and getinfo take variable arguments, which Swift can't call; these functions take one each.
#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>
#include <stdbool.h>

/// Loads libcurl; false when the machine has none that can be used. To be called before all others, by one thread.
bool ccurl_load(void);

CURL *ccurl_easy(void);
void ccurl_easy_free(CURL *easy);
CURLcode ccurl_set_number(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value);
CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value);
CURLcode ccurl_set_open_socket(CURL *easy, curl_opensocket_callback function);
CURLcode ccurl_set_write(CURL *easy, curl_write_callback function);
/// The status of the last response; 0 when there was none.
long ccurl_status(CURL *easy);
/// How many bytes were sent to ask; 0 when there was no connection.
long ccurl_request_size(CURL *easy);
/// Where the last response leads on to, NULL when it does not. It belongs to the handle.
const char *ccurl_redirect(CURL *easy);
/// What ccurl_set_pointer gave for CURLOPT_PRIVATE.
void *ccurl_private(CURL *easy);

CURLM *ccurl_multi(void);
void ccurl_multi_free(CURLM *multi);
CURLMcode ccurl_multi_set_number(CURLM *multi, CURLMoption option, long value);
CURLMcode ccurl_add(CURLM *multi, CURL *easy);
CURLMcode ccurl_remove(CURLM *multi, CURL *easy);
/// Does what can be done without waiting.
CURLMcode ccurl_perform(CURLM *multi);
/// Waits until something can be done, at most some milliseconds.
CURLMcode ccurl_poll(CURLM *multi, int milliseconds);
/// A transfer that has ended, NULL when no more has.
CURL *ccurl_ended(CURLM *multi, CURLcode *code);

#endif
