package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;

/** The hub's words for what can go wrong. None of them repeats a value, of the caller or of the counterpart. */
final class Faults {

    private Faults() {}

    static ConnectorFault misconfigured(String chinese, String english) {
        return new ConnectorFault(FaultCode.CONNECTOR_MISCONFIGURED, chinese + english);
    }

    static ConnectorFault badAnswer(String chinese, String english) {
        return new ConnectorFault(FaultCode.COUNTERPART_BAD_ANSWER, chinese + english);
    }

    static ConnectorFault refused(String chinese, String english) {
        return new ConnectorFault(FaultCode.COUNTERPART_REFUSED, chinese + english);
    }

    static ConnectorFault failed(String chinese, String english) {
        return new ConnectorFault(FaultCode.COUNTERPART_FAILED, chinese + english);
    }
}
