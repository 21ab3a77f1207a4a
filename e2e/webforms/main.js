// The host page: a Vue app that renders OdkWebForm and posts what it gives.
import { createApp, h } from 'vue';
import { OdkWebForm, webFormsPlugin, POST_SUBMIT__NEW_INSTANCE } from '@getodk/web-forms';

const name = new URLSearchParams(location.search).get('form');
const formXml = await (await fetch('/form/' + name)).text();
createApp({
  render: () => h(OdkWebForm, {
    formXml,
    fetchFormAttachment: (url) => fetch('/media/' + encodeURIComponent(String(url))),
    missingResourceBehavior: 'BLANK',
    submissionMaxSize: Infinity,
    onSubmit: async (payload, done) => {
      window.violations = payload.violations;
      for (const data of payload.data) {
        await fetch('/submission/' + name, { method: 'POST', body: data, headers: { 'X-OpenRosa-Version': '1.0' } });
      }
      window.sent = payload.status;
      if (done) done({ next: POST_SUBMIT__NEW_INSTANCE });
    },
  }),
}).use(webFormsPlugin).mount('#app');
